package main

import (
	"go/types"
	"slices"
	"strconv"
)

// maxIndirections is how many pointers and slices deep a struct is still laid
// out. C sees the first; some more are for lists of lists. Without an end, one
// *http.Request would bring half of the standard library along.
const maxIndirections = 3

// layouter turns Go types into Types.
type layouter struct {
	sizes types.Sizes
	qual  types.Qualifier
	// open are the named types that are being expanded, outermost first.
	open []types.Type
	// indirections counts the pointers and slices passed on the way here.
	indirections int
	// invalid is set on meeting a type that the type checker has refused.
	invalid bool
}

// basicKinds are the kinds of types that have no parts.
var basicKinds = map[types.BasicKind]string{
	types.Bool: "bool", types.String: "string", types.UnsafePointer: "unsafe_pointer",
	types.Int: "int", types.Int8: "int8", types.Int16: "int16", types.Int32: "int32", types.Int64: "int64",
	types.Uint: "uint", types.Uint8: "uint8", types.Uint16: "uint16", types.Uint32: "uint32",
	types.Uint64: "uint64", types.Uintptr: "uintptr",
	types.Float32: "float32", types.Float64: "float64",
	types.Complex64: "complex64", types.Complex128: "complex128",
}

// layout describes t. A type inside itself is described once.
func (l *layouter) layout(t types.Type) *Type {
	out := &Type{Go: types.TypeString(t, l.qual), Size: l.sizes.Sizeof(t), Align: l.sizes.Alignof(t)}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		// Not by address: instances of a generic type may have several.
		out.Recursive = slices.ContainsFunc(l.open, func(o types.Type) bool { return types.Identical(o, named) })
		l.open = append(l.open, named)
		defer func() { l.open = l.open[:len(l.open)-1] }()
	}
	l.expand(out, t.Underlying())
	return out
}

// expand fills in the kind of a type and, unless it is recursive, its parts.
func (l *layouter) expand(out *Type, underlying types.Type) {
	switch u := underlying.(type) {
	case *types.Basic:
		out.Kind = basicKinds[u.Kind()]
		l.invalid = l.invalid || out.Kind == ""
	case *types.Pointer:
		out.Kind = "pointer"
		l.elem(out, u.Elem(), 1)
	case *types.Slice:
		out.Kind = "slice"
		l.elem(out, u.Elem(), 1)
	case *types.Array:
		out.Kind = "array"
		n := u.Len()
		out.Len = &n
		l.elem(out, u.Elem(), 0)
	case *types.Struct:
		out.Kind = "struct"
		l.fields(out, u)
	case *types.Interface:
		out.Kind = "interface"
	case *types.Map:
		out.Kind = "map"
	case *types.Chan:
		out.Kind = "chan"
	case *types.Signature:
		out.Kind = "func"
	default:
		l.invalid = true
	}
}

// elem describes what a pointer, slice or array is of.
func (l *layouter) elem(out *Type, t types.Type, indirections int) {
	if out.Recursive {
		return
	}
	l.indirections += indirections
	out.Elem = l.layout(t)
	l.indirections -= indirections
}

// fields describes the fields of a struct, embedded ones under their type's name.
func (l *layouter) fields(out *Type, s *types.Struct) {
	out.Recursive = out.Recursive || l.indirections > maxIndirections
	if out.Recursive {
		return
	}
	vars := make([]*types.Var, s.NumFields())
	for i := range vars {
		vars[i] = s.Field(i)
	}
	fields := make([]Var, len(vars))
	for i, offset := range l.sizes.Offsetsof(vars) {
		fields[i] = Var{Name: vars[i].Name(), Offset: offset, Type: l.layout(vars[i].Type())}
	}
	out.Fields = &fields
}

// frame lays out the arguments of a function as ABI0 has them: parameters like
// the fields of a struct from 0(FP) on, then the results, from a multiple of
// the pointer size on. argsSize is not rounded up, as go vet wants it.
func (l *layouter) frame(sig *types.Signature) (params, results []Var, argsSize int64) {
	params, argsSize = l.tuple(sig.Params(), "arg", 0)
	if sig.Results().Len() > 0 {
		argsSize = alignUp(argsSize, l.sizes.Sizeof(types.Typ[types.Uintptr]))
	}
	results, argsSize = l.tuple(sig.Results(), "ret", argsSize)
	return params, results, argsSize
}

// tuple lays out parameters or results from offset on and returns their end.
// Those without a name get the one that go vet expects: arg, arg1, arg2...
func (l *layouter) tuple(tuple *types.Tuple, prefix string, offset int64) ([]Var, int64) {
	vars := make([]Var, tuple.Len())
	for i := range vars {
		name := tuple.At(i).Name()
		if name == "" {
			name = prefix
			if i > 0 {
				name += strconv.Itoa(i)
			}
		}
		t := l.layout(tuple.At(i).Type())
		offset = alignUp(offset, t.Align)
		vars[i] = Var{Name: name, Offset: offset, Type: t}
		offset += t.Size
	}
	return vars, offset
}

// alignUp rounds n up to a multiple of align, a power of two.
func alignUp(n, align int64) int64 { return (n + align - 1) &^ (align - 1) }
