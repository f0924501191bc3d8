// Command empty does nothing: what starting Go costs, in time and bytes.
package main

func main() {}
