//go:build !cgo

package main

func init() { missing = append(missing, "the C loop and cgo: this program was built without cgo") }
