//go:build !amd64

package main

// There is no faster code that could be turned off.
func zeeboPlain() {}
func zeeboBest()  {}
