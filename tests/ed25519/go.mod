module github.com/nearcall/nearcall/tests/ed25519

go 1.23

require (
	filippo.io/edwards25519 v1.1.0
	github.com/nearcall/nearcall v0.0.0
)

replace github.com/nearcall/nearcall => ../..
