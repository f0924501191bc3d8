//go:build go1.24

package main

import (
	"runtime"
	"weak"
)

// withCleanup has C called when the object has gone.
func withCleanup(o *object) bool {
	copied := *o
	runtime.AddCleanup(o, func(o *object) { died(o.seed, &o.words) }, &copied)
	return true
}

// weakly tells later whether an object is there.
func weakly(o *object) func() bool {
	w, seed := weak.Make(o), o.seed
	return func() bool {
		o := w.Value()
		if o != nil && o.seed != seed {
			fail("a weak pointer leads to another object: %#x, want %#x", o.seed, seed)
		}
		return o != nil
	}
}
