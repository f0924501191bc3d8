// Package sameb has the C names of another package of the program.
package sameb

func sharedGo(x int64) int64 { return x * 3 }
