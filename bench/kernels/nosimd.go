//go:build !goexperiment.simd || !go1.27 || !amd64

package main

func init() {
	missing = append(missing, "Go's simd package: this program was built without GOEXPERIMENT=simd, or by a Go before 1.27")
}
