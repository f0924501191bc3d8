//go:build amd64 && cgo

// Package loops has the loops over calls in one program: all ways but
// NearcallArchive, which the go command cannot link (see cmd/archived).
package loops

import (
	"slices"

	"github.com/nearcall/nearcall/bench/calls/serve"
)

// Cases are all of them.
var Cases = slices.Concat[[]serve.Case](
	callsInline,
	callsGo,
	callsGoAsm,
	callsNearcall,
	callsRustgo2017,
	callsCgo,
	callsCgoNoescape,
	callsPurego,
	kernelCases(),
)
