package main

import "example.com/storm/p"

var divide = p.Divide
var blocking = p.Blocking

const (
	knownReserve = 2048 // what known of stk uses
	step         = 8    // Go's stack pointer is a multiple of it
)
