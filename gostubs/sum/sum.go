// Package sum adds up numbers, in C that the compiler has vectorised.
//
// On amd64 the function is csrc/sum/sum.c; elsewhere it is Go.
package sum
