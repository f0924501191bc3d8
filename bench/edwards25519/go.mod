module github.com/nearcall/nearcall/bench/edwards25519

go 1.24.0

require (
	filippo.io/edwards25519 v1.2.0
	github.com/nearcall/nearcall v0.0.0
)

replace github.com/nearcall/nearcall => ../..
