package main

// What is proven of the stack, which the test that builds this fills in.
var bounds = map[string]int{}
