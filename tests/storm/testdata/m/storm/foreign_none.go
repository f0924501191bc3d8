//go:build !cgo

package main

import "math/rand/v2"

// Without cgo there are no threads but Go's.
var foreign func(r *rand.Rand)
