package conformance

import (
	"fmt"
	"math/rand/v2"

	"github.com/nearcall/nearcall/tests/conformance/runner"
)

// made is a leaf of the result and how C makes it.
type made struct {
	runner.Result // Off counts from the start of the result's Go value
	which         int
	lhs, rhs, Go  string
}

// make says how C makes its result: from constants, and from arguments.
func (f *Func) make(args []Leaf) []made {
	rng := rand.New(rand.NewPCG(f.Seed, 1))
	var list []made
	for which, t := range f.Results {
		c := "r_"
		if len(f.Results) > 1 {
			c = fmt.Sprintf("r_.m%d", which)
		}
		for _, l := range t.Leaves(0, c, fmt.Sprintf("R%d", which)) {
			m := made{Result: runner.Result{Off: l.Off, Kind: l.Kind}, which: which, lhs: l.C, Go: l.Go}
			m.choose(rng, args)
			list = append(list, m)
		}
	}
	return list
}

// choose picks a source for a leaf among the arguments.
func (m *made) choose(rng *rand.Rand, args []Leaf) {
	m.K = runner.Value(rng, m.Kind)
	if m.Kind == runner.I128 {
		m.K2 = runner.Value(rng, m.Kind)
	}
	var same, ints []int
	for i, l := range args {
		if l.Kind == m.Kind {
			same = append(same, i)
		}
		if l.Kind.Integer() {
			ints = append(ints, i)
		}
	}
	dice := rng.IntN(3)
	switch {
	case dice == 0 && m.Kind.Integer() && len(ints) > 0:
		m.Mode, m.Src = runner.Add, ints[rng.IntN(len(ints))]
	case dice != 2 && len(same) > 0:
		m.Mode, m.Src = runner.Copy, same[rng.IntN(len(same))]
		if dice == 0 {
			m.Mode = alternative(m.Kind)
		}
	}
	if m.Mode == runner.Move {
		m.K = uint64(16 * rng.IntN(8))
	} else if m.Kind == runner.Ptr {
		m.K = 0
	}
	src := ""
	if m.Mode != runner.Const {
		src = args[m.Src].C
	}
	m.rhs = m.expression(src, args)
}

// alternative is what can be done to a kind besides copying it.
func alternative(k runner.Kind) runner.Mode {
	switch k {
	case runner.F32, runner.F64:
		return runner.Negate
	case runner.Bool:
		return runner.Not
	case runner.Ptr:
		return runner.Move
	}
	return runner.Copy
}

// expression is the leaf's value in C.
func (m *made) expression(src string, args []Leaf) string {
	switch m.Mode {
	case runner.Copy:
		if m.Kind == runner.Ptr {
			return "(void *)(uintptr_t)" + src
		}
		return src
	case runner.Add:
		return fmt.Sprintf("%s + %#xull", widened(args[m.Src]), m.K)
	case runner.Negate:
		return "-" + src
	case runner.Not:
		return "!" + src
	case runner.Move:
		return fmt.Sprintf("MOVE(%s, %d)", src, m.K)
	}
	switch m.Kind {
	case runner.F32:
		m.K &= 1<<32 - 1
		return fmt.Sprintf("F32(%#xu)", m.K)
	case runner.F64:
		return fmt.Sprintf("F64(%#xull)", m.K)
	case runner.I128:
		return fmt.Sprintf("(unsigned __int128)%#xull << 64 | %#xull", m.K2, m.K)
	case runner.Ptr:
		return "0"
	}
	return fmt.Sprintf("%#xull", m.K)
}

var extensions = map[runner.Ext]string{runner.Zero: "uint64_t", runner.Sign: "int64_t"}

// widened is an integer leaf, extended to 64 bits by its own signedness.
func widened(l Leaf) string {
	if l.Ext == runner.None {
		return "(uint64_t)" + l.C
	}
	return fmt.Sprintf("(uint64_t)(%s)%s", extensions[l.Ext], l.C)
}
