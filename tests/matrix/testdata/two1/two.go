// Package two is one of two major versions in a program. Both have the same C names.
package two

func versionGo() int64 { return 1 }
