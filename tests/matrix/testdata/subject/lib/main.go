// Command lib is a library for C.
package main

import "C"

import "example.com/subject/check"

//export matrixCheck
func matrixCheck() C.int { return C.int(check.Report()) }

func main() {}
