// Package stk looks at the stack of the goroutine that asks.
package stk

// Left is how many bytes the stack has below its caller's stack pointer.
func Left() uintptr

// Size is how many bytes the stack has.
func Size() uintptr
