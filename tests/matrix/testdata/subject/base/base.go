// Package base is imported by two packages that one program imports.
package base

import "sync/atomic"

var calls atomic.Int64

func countGo() int64 { return calls.Add(1) }
