//go:build !go1.24

package main

// Before Go 1.24 there are neither cleanups nor weak pointers.
func withCleanup(*object) bool { return false }

func weakly(*object) func() bool { return func() bool { return true } }
