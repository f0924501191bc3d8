module github.com/nearcall/nearcall/bench/kernels

go 1.23

replace github.com/nearcall/nearcall => ../..

require (
	github.com/nearcall/nearcall v0.0.0
	github.com/zeebo/xxh3 v1.1.0
)

require (
	github.com/klauspost/cpuid/v2 v2.2.10 // indirect
	golang.org/x/sys v0.30.0 // indirect
)
