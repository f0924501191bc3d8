module github.com/nearcall/nearcall/bench/kernels

go 1.23

replace github.com/nearcall/nearcall => ../..

require (
	github.com/klauspost/reedsolomon v1.12.4
	github.com/nearcall/nearcall v0.0.0
	github.com/viterin/vek v0.4.3
	github.com/zeebo/blake3 v0.2.4
	github.com/zeebo/xxh3 v1.1.0
	golang.org/x/crypto v0.31.0
	golang.org/x/sys v0.30.0
	lukechampine.com/blake3 v1.4.1
)

require (
	github.com/chewxy/math32 v1.10.1 // indirect
	github.com/klauspost/cpuid/v2 v2.2.10 // indirect
	github.com/viterin/partial v1.1.0 // indirect
	golang.org/x/exp v0.0.0-20230817173708-d852ddb80c63 // indirect
)
