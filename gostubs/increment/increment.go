// Package increment adds one to a number, in C.
//
// It is the smallest package that nearcall can make, and of no other use than
// to show one and to measure what a call costs (see bench/callcost).
//
// On amd64 and arm64 the function is csrc/increment/increment.c; elsewhere it is Go.
package increment
