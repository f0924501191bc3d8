package main

// A kernel is a loop around a function that does something.
type kernel struct {
	Var, Name  string // in the names of variables and functions
	Data, Type string // what the loop works on
	Text       string // of the loop, with a verb for the function
	Ways       []kernelWay
}

type kernelWay struct{ Way, Function string }

// Each call depends on the one before: through where the data begins, or the
// point. A store into the data would not do: the vector code of one way would
// have to wait for it where the plain code of another need not.
var kernels = []kernel{
	{"sum", "Sum", "xs", "[]uint64", slicedLoop("xs"), []kernelWay{
		{"Go", "plain.Sum"},
		{"Nearcall", "sum.Sum"},
		{"Cgo", "cgo.Sum"},
	}},
	{"xxh3", "XXH3", "b", "[]byte", slicedLoop("b"), []kernelWay{
		{"Go", "plain.XXH3"},
		{"Nearcall", "xxh3.Sum64"},
		{"Cgo", "cgo.XXH3"},
		{"Zeebo", "zeebo.Hash"},
	}},
	{"baseMult", "BaseMult", "x", "*[32]byte", `*x = [32]byte{1}
	for range n {
		%s(x, x)
	}
	return binary.LittleEndian.Uint64(x[:])`, []kernelWay{
		{"Nearcall", "edwards25519.ScalarBaseMult"},
		{"Cgo", "cgo.BaseMult"},
	}},
}

// noEscape are the kernels by cgo with its two promises.
func noEscape() []kernel {
	var list []kernel
	for _, k := range kernels {
		k.Ways = []kernelWay{{"CgoNoescape", "cgo." + k.Name + "NoEscape"}}
		list = append(list, k)
	}
	return list
}

func slicedLoop(data string) string {
	return "x := uint64(0)\nfor range n {\nx = %s(" + data + "[x&serve.Zero:])\n}\nreturn x"
}
