package conformance

import (
	"bytes"
	"os/exec"
)

// intRegisters is how many arguments' words travel in integer registers.
const intRegisters = 6

// departs reports whether a compiler passes a bare __int128 otherwise than
// the ABI says where it does not fit in registers. clang before 18 splits it
// between the last register and the stack; 19 uses up that register.
func departs(cc string) bool {
	out, _ := exec.Command(cc, "--version").Output()
	return bytes.Contains(out, []byte("clang version"))
}

// adapt returns the functions with every bare __int128 wrapped in a struct, if
// it might not fit in registers. To the ABI that is the same.
func adapt(funcs []*Func) []*Func {
	list := make([]*Func, len(funcs))
	for i, f := range funcs {
		list[i] = f
		words := 1 // at most: a pointer to the result, the log, two for each argument
		for k, p := range f.Params {
			if k == f.LogAt {
				words++
			}
			words += p.words()
			if p.T.Form == Int128 && words > intRegisters {
				if list[i] == f {
					list[i] = f.clone()
				}
				list[i].Params[k].T = &Type{Form: Struct, Fields: []Field{{T: p.T}}}
			}
		}
	}
	return list
}

// words is how many integer registers a parameter may take.
func (p *Param) words() int {
	if p.Pieces > 0 {
		return p.Pieces
	}
	if n := p.T.CSize(); n <= 16 {
		return (n + 7) / 8
	}
	return 0
}
