package fault

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// unknown is a depth that cannot be told: the stack pointer was rounded.
const unknown = -1

// pointer is what rbp holds.
type pointer int

const (
	callers pointer = iota // what it held when the function was called
	frame                  // the address of its own saved value, right below the return address
	either                 // the one or the other, by the path taken
	skewed                 // the address of its own saved value elsewhere: the chain goes on, past a wrong return address
	data                   // anything
)

// state is what is known before an instruction.
type state struct {
	depth int // bytes below the return address
	rbp   pointer
	frame int             // the depth that rbp points to, when it points into the frame
	saved map[int]pointer // pushes of rbp, by depth
}

// walk finds the state before every instruction that a function can reach,
// from what the instructions do: an opinion that owes nothing to the tool, to
// the compiler's unwind information, or to Go's tables.
type walk struct {
	t     testing.TB
	img   *image
	f     *function
	at    map[uint64]state
	todo  []uint64
	odd   []string          // what the walk did not understand
	tails []uint64          // functions that are jumped to
	calls map[uint64]uint64 // functions that are called, by return address
}

// byPointer stands for a function that is called or jumped to by its address.
const byPointer = 0

func walkFunction(t testing.TB, img *image, f *function) *walk {
	w := &walk{t: t, img: img, f: f, at: map[uint64]state{}, calls: map[uint64]uint64{}}
	w.reach(f.entry, state{saved: map[int]pointer{}}, f.start)
	for len(w.todo) > 0 {
		at := w.todo[len(w.todo)-1]
		w.todo = w.todo[:len(w.todo)-1]
		w.step(&f.insns[f.at[at]], w.at[at])
	}
	return w
}

func (w *walk) complain(at uint64, format string, args ...any) {
	w.odd = append(w.odd, w.f.where(at)+": "+fmt.Sprintf(format, args...))
}

// reach notes that control comes to an address in a state.
func (w *walk) reach(to uint64, s state, from uint64) {
	if _, ok := w.f.at[to]; !ok && w.f.entry <= to && to < w.f.end {
		w.f.disassemble(w.t, w.img.path, to)
	}
	if _, ok := w.f.at[to]; !ok {
		if g := w.img.function(to); g != nil && !g.stub && g != w.f && to == g.entry {
			if s.depth != 0 {
				w.complain(from, "jumps to %s at depth %d", g, s.depth)
			}
			w.tails = append(w.tails, to)
			return
		}
		w.complain(from, "goes to %#x (%s), where no instruction begins", to, w.img.name(to))
		return
	}
	old, seen := w.at[to]
	if !seen {
		w.at[to] = s
		w.todo = append(w.todo, to)
		return
	}
	merged := old
	if old.depth != s.depth && old.depth != unknown {
		merged.depth = unknown
	}
	merged.rbp = mergePointers(old, s)
	if merged.depth != old.depth || merged.rbp != old.rbp {
		w.at[to] = merged
		w.todo = append(w.todo, to)
	}
}

func mergePointers(a, b state) pointer {
	if a.rbp == b.rbp && (a.rbp != frame && a.rbp != skewed || a.frame == b.frame) {
		return a.rbp
	}
	if a.rbp <= either && b.rbp <= either {
		return either
	}
	return data
}

// step goes over an instruction.
func (w *walk) step(in *insn, s state) {
	switch {
	case in.op == "ret":
		if s.depth != 0 {
			w.complain(in.at, "returns at depth %d", s.depth)
		}
		return
	case in.op == "ud2" || in.op == "hlt":
		return
	case in.op == "jmp":
		if in.target != 0 {
			w.reach(in.target, s, in.at)
			return
		}
		targets := w.table(in)
		if len(targets) == 0 && s.depth == 0 {
			w.tails = append(w.tails, byPointer)
		} else if len(targets) == 0 {
			w.complain(in.at, "no table of jumps was found")
		}
		for _, to := range targets {
			w.reach(to, s, in.at)
		}
		return
	case strings.HasPrefix(in.op, "j"):
		w.reach(in.target, s, in.at)
	case in.op == "call" && in.target == 0:
		w.calls[in.next] = byPointer
	case in.op == "call" && w.f.stub && strings.HasPrefix(w.img.name(in.target), "runtime.morestack"):
	case in.op == "call":
		g := w.img.function(in.target)
		if g == nil || g.stub || in.target != g.entry {
			w.complain(in.at, "calls %#x (%s), which is no C function", in.target, w.img.name(in.target))
			break
		}
		w.calls[in.next] = in.target
		if w.neverReturns(g) {
			return
		}
	default:
		s = w.effect(in, s)
	}
	if in.next >= w.f.end {
		w.complain(in.at, "control runs off the end of the function")
		return
	}
	w.reach(in.next, s, in.at)
}

// neverReturns tells whether a function holds neither a return nor a jump that
// may lead out.
func (w *walk) neverReturns(g *function) bool {
	if g == w.f {
		return false
	}
	for i := range g.insns {
		in := &g.insns[i]
		out := in.op == "jmp" && w.img.function(in.target) != g
		if in.op == "ret" || out {
			return false
		}
	}
	return true
}

var leaRip = regexp.MustCompile(`^lea .*# ([0-9a-f]+)`)

// table finds the targets of a jump by table: distances from the table to code.
// It is the nearest table above that the function takes the address of.
func (w *walk) table(jump *insn) (targets []uint64) {
	insns := slices.Clone(w.f.insns)
	slices.SortFunc(insns, func(a, b insn) int { return cmp.Compare(a.at, b.at) })
	at := slices.IndexFunc(insns, func(in insn) bool { return in.at == jump.at })
	slices.Reverse(insns[:at])
	for _, in := range insns {
		m := leaRip.FindStringSubmatch(in.text)
		if m == nil {
			continue
		}
		base, _ := strconv.ParseUint(m[1], 16, 64)
		for at := base; ; at += 4 {
			distance, ok := w.img.word32(at)
			to := base + uint64(int64(distance))
			if _, isCode := w.f.at[to]; !ok || !isCode {
				break
			}
			targets = append(targets, to)
		}
		if len(targets) > 0 {
			return targets
		}
	}
	return nil
}

// effect is what an instruction that goes on to the next does to rsp and rbp.
func (w *walk) effect(in *insn, s state) state {
	last := ""
	if n := len(in.args); n > 0 {
		last = in.args[n-1]
	}
	switch {
	case strings.HasPrefix(in.op, "push"):
		s.depth = add(s.depth, 8)
		s.saved = maps.Clone(s.saved)
		if delete(s.saved, s.depth); last == "%rbp" && s.depth != unknown {
			s.saved[s.depth] = s.rbp
		}
	case strings.HasPrefix(in.op, "pop") && in.op != "popcnt":
		if last == "%rbp" {
			s = popped(s)
		} else if last == "%rsp" {
			s.depth = unknown
			return s
		}
		s.depth = add(s.depth, -8)
	case in.op == "leave":
		s = popped(w.toFrame(s, 0))
		s.depth = add(s.depth, -8)
	case last == "%rsp" && !reads[in.op]:
		s = w.moved(in, s)
	case in.touches():
		s = pointed(in, s)
	}
	return s
}

func add(depth, n int) int {
	if depth == unknown {
		return unknown
	}
	return depth + n
}

func popped(s state) state {
	was, ok := s.saved[s.depth]
	if !ok || was > callers || s.depth == unknown {
		was = data
	}
	s.rbp = was
	return s
}

// toFrame sets rsp to rbp plus n.
func (w *walk) toFrame(s state, n int) state {
	s.depth = unknown
	if s.rbp == frame || s.rbp == skewed {
		s.depth = s.frame - n
	}
	return s
}

// moved is for instructions that write rsp.
func (w *walk) moved(in *insn, s state) state {
	n, constant := immediate(in.args[0])
	base, off, isAddress := baseAndOffset(in.args[0])
	switch {
	case strings.HasPrefix(in.op, "sub") && constant:
		s.depth = add(s.depth, n)
	case strings.HasPrefix(in.op, "add") && constant:
		s.depth = add(s.depth, -n)
	case in.op == "lea" && isAddress && base == "%rsp":
		s.depth = add(s.depth, -off)
	case in.op == "lea" && isAddress && base == "%rbp":
		s = w.toFrame(s, off)
	case in.op == "mov" && in.args[0] == "%rbp":
		s = w.toFrame(s, 0)
	default:
		s.depth = unknown
	}
	return s
}

// pointed is for instructions that write rbp.
func pointed(in *insn, s state) state {
	to := unknown
	if in.op == "mov" && in.args[0] == "%rsp" {
		to = s.depth
	} else if base, off, ok := baseAndOffset(in.args[0]); in.op == "lea" && ok && base == "%rsp" {
		to = add(s.depth, -off)
	}
	was, isSaved := s.saved[to]
	switch {
	case to == unknown || !isSaved || was != callers:
		s.rbp = data
	case to == 8:
		s.rbp, s.frame = frame, to
	default:
		s.rbp, s.frame = skewed, to
	}
	return s
}

// reads are operations that only read what would be their destination.
var reads = map[string]bool{"cmp": true, "cmpq": true, "cmpl": true, "cmpw": true, "cmpb": true, "test": true,
	"testq": true, "testl": true, "testb": true, "bt": true, "btq": true, "btl": true, "mul": true, "div": true,
	"idiv": true, "jmp": true, "call": true, "nop": true, "nopl": true, "nopw": true}

var rbpNames = map[string]bool{"%rbp": true, "%ebp": true, "%bp": true, "%bpl": true}

// touches tells whether an instruction writes rbp or a part of it. An
// instruction with two destinations names them last.
func (in *insn) touches() bool {
	if reads[in.op] || len(in.args) == 0 || in.op == "imul" && len(in.args) == 1 {
		return false
	}
	n := len(in.args)
	if strings.HasPrefix(in.op, "xchg") || strings.HasPrefix(in.op, "xadd") || strings.HasPrefix(in.op, "mulx") {
		return rbpNames[in.args[n-1]] || rbpNames[in.args[n-2]]
	}
	return rbpNames[in.args[n-1]]
}

func immediate(arg string) (int, bool) {
	words, ok := strings.CutPrefix(arg, "$")
	n, err := strconv.ParseInt(words, 0, 64)
	if err != nil { // objdump writes negative ones as large numbers
		u, uerr := strconv.ParseUint(words, 0, 64)
		n, err = int64(u), uerr
	}
	return int(n), ok && err == nil
}

var plainAddress = regexp.MustCompile(`^(-?0x[0-9a-f]+)?\((%r[a-z0-9]+)\)$`)

func baseAndOffset(arg string) (base string, off int, ok bool) {
	m := plainAddress.FindStringSubmatch(arg)
	if m == nil {
		return "", 0, false
	}
	if m[1] != "" {
		n, err := strconv.ParseInt(m[1], 0, 64)
		if err != nil {
			return "", 0, false
		}
		off = int(n)
	}
	return m[2], off, true
}
