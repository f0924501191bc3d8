package fault

import (
	"fmt"
	"maps"
)

// armState is what is known in front of an instruction of arm64, by what the instructions before it do. Depths
// are bytes below the stack pointer of the function's entry.
type armState struct {
	depth int
	lr    bool         // the link register holds the return address
	slots map[int]bool // the return address is at these depths
	regs  map[int]int  // registers that point into the stack, by depth
	known map[int]int  // registers that hold a number
}

func (s armState) clone() armState {
	s.slots, s.regs, s.known = maps.Clone(s.slots), maps.Clone(s.regs), maps.Clone(s.known)
	return s
}

// meet keeps what both know. It tells whether that is less than before, and whether the depths agree.
func (s *armState) meet(other armState) (less, same bool) {
	same = s.depth == other.depth
	if s.lr && !other.lr {
		s.lr, less = false, true
	}
	for depth := range s.slots {
		if !other.slots[depth] {
			delete(s.slots, depth)
			less = true
		}
	}
	return keepSame(s.regs, other.regs) || keepSame(s.known, other.known) || less, same
}

// keepSame leaves in a what is in b as well, and tells whether that is less.
func keepSame(a, b map[int]int) bool {
	n := len(a)
	maps.DeleteFunc(a, func(reg, value int) bool {
		have, ok := b[reg]
		return !ok || have != value
	})
	return len(a) < n
}

// armWalk follows a function from its start, over the words of its code.
type armWalk struct {
	start      uint64
	code       []uint32
	morestack  map[uint64]bool // functions of Go that start the function over
	at         map[uint64]armState
	todo       []uint64
	calls, odd []string
	callsAt    map[uint64]bool
}

func walkArm(start uint64, code []uint32, morestack map[uint64]bool) *armWalk {
	w := &armWalk{start: start, code: code, morestack: morestack, at: map[uint64]armState{}, callsAt: map[uint64]bool{}}
	w.reach(start, armState{lr: true, slots: map[int]bool{}, regs: map[int]int{}, known: map[int]int{}}, start)
	for len(w.todo) > 0 {
		at := w.todo[len(w.todo)-1]
		w.todo = w.todo[:len(w.todo)-1]
		w.step(at, w.at[at].clone())
	}
	return w
}

func (w *armWalk) end() uint64 { return w.start + 4*uint64(len(w.code)) }

func (w *armWalk) complain(at uint64, format string, args ...any) {
	w.odd = append(w.odd, fmt.Sprintf("+%#x (%08x): ", at-w.start, w.code[(at-w.start)/4])+fmt.Sprintf(format, args...))
}

func (w *armWalk) reach(to uint64, s armState, from uint64) {
	if to < w.start || to >= w.end() {
		if s.depth != 0 || !s.lr {
			w.complain(from, "leaves at depth %d, return address in the link register: %v", s.depth, s.lr)
		}
		return
	}
	old, seen := w.at[to]
	if !seen {
		w.at[to] = s.clone()
		w.todo = append(w.todo, to)
		return
	}
	less, same := old.meet(s)
	if !same {
		w.complain(from, "comes to +%#x at depth %d, others at %d", to-w.start, s.depth, old.depth)
	}
	if less {
		w.at[to] = old
		w.todo = append(w.todo, to)
	}
}

// signed is a field of a word, as a number.
func signed(word uint32, from, bits int) int {
	return int(int32(word<<(32-from-bits)) >> (32 - bits))
}

func (w *armWalk) step(at uint64, s armState) {
	word := w.code[(at-w.start)/4]
	next := at + 4
	switch {
	case word&0xfc000000 == 0x94000000: // bl
		target := at + uint64(4*signed(word, 0, 26))
		w.callsAt[at] = true
		s.call(w.morestack[target])
	case word&0xfffffc1f == 0xd63f0000: // blr
		w.callsAt[at] = true
		s.call(false)
	case word&0xfc000000 == 0x14000000: // b
		w.reach(at+uint64(4*signed(word, 0, 26)), s, at)
		return
	case word&0xff000010 == 0x54000000, word&0x7e000000 == 0x34000000: // b.cond, cbz
		w.reach(at+uint64(4*signed(word, 5, 19)), s, at)
	case word&0x7e000000 == 0x36000000: // tbz
		w.reach(at+uint64(4*signed(word, 5, 14)), s, at)
	case word&0xfffffc1f == 0xd65f0000: // ret
		if s.depth != 0 || !s.lr || word>>5&31 != 30 {
			w.complain(at, "returns at depth %d, return address in the link register: %v", s.depth, s.lr)
		}
		return
	case word&0xfffffc1f == 0xd61f0000, word&0xffe0001f == 0xd4200000, word>>16 == 0: // br, brk, udf
		return
	case word&0x0a000000 == 0x08000000:
		w.access(at, word, &s)
	default:
		w.compute(at, word, &s)
	}
	w.reach(next, s, at)
}

// call is what a callee leaves. One that has the stack grown starts the function over, with all as it was.
func (s *armState) call(over bool) {
	s.lr = s.lr && over
	clear(s.regs)
	clear(s.known)
}

// base is the depth that an address counts from.
func (s *armState) base(reg int) (int, bool) {
	if reg == 31 {
		return s.depth, true
	}
	depth, ok := s.regs[reg]
	return depth, ok
}

// access is a load or a store: of interest are those of whole registers at fixed distances.
func (w *armWalk) access(at uint64, word uint32, s *armState) {
	first, second, reg := int(word&31), int(word>>10&31), int(word>>5&31)
	load := word>>22&1 == 1
	base, known := s.base(reg)
	var disp, change int
	list := []int{first}
	switch {
	case word&0xff800000 == 0xf9000000: // [x, #n]
		disp = int(word >> 10 & 0xfff * 8)
	case word&0xffa00000 == 0xf8000000: // [x, #n], and with write-back
		disp = signed(word, 12, 9)
		switch word >> 10 & 3 {
		case 1:
			disp, change = 0, disp
		case 3:
			change = disp
		}
	case word&0xfe000000 == 0xa8000000: // pairs
		list = append(list, second)
		disp = 8 * signed(word, 15, 7)
		switch word >> 23 & 3 {
		case 1:
			disp, change = 0, disp
		case 3:
			change = disp
		}
	default:
		if known && reg == 31 && word&0x04000000 == 0 && word&0x3b200c00 == 0x38000400 {
			w.complain(at, "moves the stack pointer in a way that is not followed")
		}
		known = false
	}
	for i, r := range list {
		slot := base - disp - 8*i
		switch {
		case load && r == 30:
			s.lr = known && s.slots[slot]
		case load:
			delete(s.regs, r)
			delete(s.known, r)
		case known && r == 30 && s.lr:
			s.slots[slot] = true
		case known:
			delete(s.slots, slot)
		}
	}
	if change != 0 {
		w.write(at, reg, base-change, known, s)
	}
}

// write notes that a register now points into the stack, or elsewhere.
func (w *armWalk) write(at uint64, reg, depth int, known bool, s *armState) {
	delete(s.known, reg)
	switch {
	case reg == 31 && !known:
		w.complain(at, "the stack pointer is not followed")
	case reg == 31:
		s.depth = depth
	case known:
		s.regs[reg] = depth
	default:
		delete(s.regs, reg)
	}
	if reg == 30 {
		s.lr = false
	}
}

// compute is an instruction that is neither a branch nor of memory.
func (w *armWalk) compute(at uint64, word uint32, s *armState) {
	to, from := int(word&31), int(word>>5&31)
	switch {
	case word&0xbf800000 == 0x91000000, word&0xff800000 == 0xd1000000: // add, sub of a number
		n := int(word >> 10 & 0xfff << (12 * (word >> 22 & 1)))
		if word>>30&1 == 0 {
			n = -n
		}
		base, known := s.base(from)
		w.write(at, to, base+n, known, s)
	case word&0xbfe0fc00 == 0x8b206000: // add, sub of a register to what may be sp
		n, ok := s.known[int(word>>16&31)]
		if word>>30&1 == 0 {
			n = -n
		}
		base, known := s.base(from)
		w.write(at, to, base+n, known && ok, s)
	case word&0xff800000 == 0xd2800000: // mov of a number
		w.write(at, to, 0, false, s)
		s.known[to] = int(word >> 5 & 0xffff << (16 * (word >> 21 & 3)))
	case word&0x1f000000 == 0x11000000 && to == 31 && word>>29&1 == 0, // 32 bits
		word&0x1fe00000 == 0x0b200000 && to == 31 && word>>29&1 == 0, // add, sub of a register to sp
		word&0x1f800000 == 0x12000000 && to == 31 && word>>29&3 != 3: // and, orr, eor of a number to sp
		w.complain(at, "the stack pointer is not followed")
	case word&0x0e000000 == 0x0e000000: // vectors
	case to != 31 && word&0xff000000 != 0xd5000000: // msr, hints: they write nothing general
		w.write(at, to, 0, false, s)
	}
}
