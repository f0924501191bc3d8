// Package samea has the C names of another package of the program.
package samea

func sharedGo(x int64) int64 { return x + 10 }
