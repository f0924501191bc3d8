package main

import (
	"example.com/m/p"
	"example.com/m/stk"
	"example.com/m/v3"
)

// form is one C function: call calls it with random arguments and compares
// with Go. It tells how much stack was left where it made the call, and no
// Go function runs in between: if the stack has to grow, it grows there.
type form struct {
	name  string
	stack int // bytes that C uses, roughly
	call  func(w *walker) (ok bool, left uintptr)
}

// Of the order of the calls, for checks whose frames must stay small.
var forms = []form{
	{"Add3", 0, func(w *walker) (bool, uintptr) {
		a, b, c := w.int(), w.int(), w.int()
		left := stk.Left()
		return p.Add3(a, b, c) == a*3+b-c, left
	}},
	{"Floats", 0, func(w *walker) (bool, uintptr) {
		a, b, c := w.float(), float32(w.float()), w.float()
		left := stk.Left()
		return p.Floats(a, b, c) == float64(a*c)+float64(b), left
	}},
	{"Mixed", 0, func(w *walker) (bool, uintptr) {
		x, c := w.int(), w.float()
		a, b, d, e, f := int8(x), uint16(x>>8), x>>60&1 == 1, int32(x>>24), float32(x>>50)
		left := stk.Left()
		got := p.Mixed(a, b, c, d, e, f)
		if d {
			return got == float64(float64(a)*c)+float64(e), left
		}
		return got == float64(float64(b)*c)-float64(f), left
	}},
	{"Bump", 0, func(w *walker) (bool, uintptr) {
		x, d := w.int(), w.int()
		want := x*3 + d
		left := stk.Left()
		return p.Bump(&x, d) == want && x == want, left
	}},
	{"Ends", 0, func(w *walker) (bool, uintptr) {
		xs := [5]int64{w.int(), w.int(), w.int(), w.int(), w.int()}
		n := w.int() & 3
		left := stk.Left()
		return p.Ends(xs[:n+1]) == xs[0]*5^xs[n] && p.Ends(nil) == -1, left
	}},
	{"DivMod", 0, func(w *walker) (bool, uintptr) {
		a, b := w.int(), w.int()>>(uint(w.int())%60)|1
		left := stk.Left()
		return p.DivMod(a, b) == p.Two{Q: a / b, R: a % b}, left
	}},
	{"Turn", 0, func(w *walker) (bool, uintptr) {
		x, y, n := w.float(), w.float(), int32(w.int())
		left := stk.Left()
		return p.Turn(p.Point{X: x, Y: y}, n) == p.Point{X: -y * float64(n), Y: x + float64(n)}, left
	}},
	{"Less", 0, func(w *walker) (bool, uintptr) {
		a, b := int32(w.int()), int32(w.int())
		left := stk.Left()
		return p.Less(a, b) == (a < b), left
	}},
	{"Clobber", 0, func(w *walker) (bool, uintptr) {
		a, b := w.int(), w.int()
		left := stk.Left()
		return p.Clobber(a, b, 3.5) == a*7-b+3 && zeroed(), left
	}},
	{"Put", 0, func(w *walker) (bool, uintptr) {
		x, a := [2]int32{7, 8}, int16(w.int())
		left := stk.Left()
		p.Put(&x, a)
		return x == [2]int32{7 + int32(a), 8 - int32(a)}, left
	}},
	{"Sum", 0, func(w *walker) (bool, uintptr) {
		xs := [7]int64{w.int(), w.int(), w.int(), w.int(), w.int(), w.int(), w.int()}
		left := stk.Left()
		return p.Sum(xs[:]) == xs[0]+xs[1]+xs[2]+xs[3]+xs[4]+xs[5]+xs[6], left
	}},
	{"Hash", 0, func(w *walker) (bool, uintptr) {
		seed := uint32(w.int())
		left := stk.Left()
		got := p.Hash("nearcall", seed)
		for _, c := range []byte("nearcall") {
			seed = (seed ^ uint32(c)) * 16777619
		}
		return got == seed, left
	}},
	{"ClobberLoop", 0, func(w *walker) (bool, uintptr) {
		xs := [3]int64{w.int(), w.int(), w.int()}
		left := stk.Left()
		return p.ClobberLoop(xs[:], 2) == ((2*3+xs[0])*3+xs[1])*3+xs[2] && zeroed(), left
	}},
	{"Look", 0, func(w *walker) (bool, uintptr) {
		x := uint64(w.int())
		left := stk.Left()
		return p.Look(uint32(x), x) == [8]uint64{3, 1, 4, 1, 5, 9, 2, 6}[x&7]*x, left
	}},
	{"Vector", 0, func(w *walker) (bool, uintptr) {
		xs, d := [4]float32{float32(w.int()), 1, 2, float32(w.int())}, float32(w.int())
		left := stk.Left()
		return p.Vector(&xs, d) == (xs[0]+d)+(xs[3]+d), left
	}},
	{"Calls", 0, func(w *walker) (bool, uintptr) {
		a, b := w.int(), w.int()
		left := stk.Left()
		return p.Calls(a, b) == (a&255*1000+b&255)+(b&255*1000+a&255)*3, left
	}},
	{"Much", 400, func(w *walker) (bool, uintptr) {
		x := w.int()
		want := fill(x, 1, 300)
		y := x
		left := stk.Left()
		return uint64(p.Much(&y)) == want && y == x+1, left
	}},
	{"Ten", 0, func(w *walker) (bool, uintptr) {
		a, b, c := w.int(), w.int(), w.int()
		left := stk.Left()
		return p.Ten(a, b, c, a, b, c, ^a, ^b, ^c, a) == 15*a+7*b+9*c+7*^a+8*^b+9*^c, left
	}},
	{"TenFloats", 0, func(w *walker) (bool, uintptr) {
		a, b := w.float(), w.float()
		left := stk.Left()
		return p.TenFloats(a, b, a, 1, b, 2, a, b, a, 3) == a-b+a-1+b-2+a-float64(b*a)-3, left
	}},
	{"Small", 0, func(w *walker) (bool, uintptr) {
		a, x := w.int(), w.int()
		g, h, i, y := int8(a>>8), uint16(a>>16), a&1 == 1, x
		left := stk.Left()
		got := p.Small(a, x, 3, 4, 5, a, g, h, i, &y)
		want := x + int64(h)
		if i {
			want = x + int64(g)
		}
		return y == want && got == x^3^4^5^y, left
	}},
	{"Fold", 0, func(w *walker) (bool, uintptr) {
		f, x := p.Four{A: w.int(), B: w.int(), C: w.int(), D: w.int()}, w.int()
		left := stk.Left()
		return p.Fold(f, x) == f.A+f.B*3-f.C*x+f.D, left
	}},
	{"Gather", 0, func(w *walker) (bool, uintptr) {
		a, x, c, e, d := w.int(), w.int(), w.int(), w.int(), w.int()
		s := p.Seven{A: &a, B: [1]int64{w.int()}, N: w.int(), C: &c, D: w.int(), E: &e}
		s.Xs.P = &x
		want, after := a+s.B[0]*3+x-s.N+c*5-s.D, e+d
		left := stk.Left()
		return p.Gather(s, d) == want && e == after, left
	}},
	{"Spread", 0, func(w *walker) (bool, uintptr) {
		xs, x := [2]int64{w.int(), w.int()}, w.int()
		left := stk.Left()
		return p.Spread(x, xs[:]) == p.Three{A: x * 3, B: xs[1], C: ^x}, left
	}},
	{"Uneven", 0, func(w *walker) (bool, uintptr) {
		x := w.int()
		left := stk.Left()
		a, b, c := p.Uneven(x)
		return a == x+1 && b == x*x && c == int8(x), left
	}},
	{"Over", 704, func(w *walker) (bool, uintptr) {
		x := w.int()
		y, want := x, fill(x, 2, 600)
		left := stk.Left()
		return uint64(p.Over(&y)) == want && y == x+2, left
	}},
	{"Deep", 8304, func(w *walker) (bool, uintptr) {
		xs := [3]byte{1, 2, byte(w.int())}
		want := deepOf[xs[2]]
		left := stk.Left()
		return p.Deep(xs[:]) == want, left
	}},
	{"DeepScalars", 2104, func(w *walker) (bool, uintptr) {
		x := w.int()
		left := stk.Left()
		return p.DeepScalars(x) == 1+(x*0x80+1)*3+(x*0xff+1)*5, left
	}},
	{"DeepAll", 2200, func(w *walker) (bool, uintptr) {
		a, h := w.int()&255, w.int()
		y, want := a, fill(a+h, 4, 2000)
		left := stk.Left()
		got := p.DeepAll(a, 2, 3, 4, 5, 6, 7, h, &y)
		return got == p.Three{A: int64(want), B: a + 20, C: a + 7 - h} && y == a+7, left
	}},
	{"DeepClobber", 3200, func(w *walker) (bool, uintptr) {
		x, y := w.int(), w.int()
		want := fill(x, uint64(y), 3000)
		left := stk.Left()
		return uint64(p.DeepClobber(x, y)) == want && zeroed(), left
	}},
}

// avx are the forms for CPUs that have it.
var avx = []form{
	{"Scale", 0, func(w *walker) (bool, uintptr) {
		xs, d := [8]float32{1, 2, 3, 4, 5, 6, 7, float32(w.int())}, float32(int8(w.int()))
		want := [8]float32{d, 2 * d, 3 * d, 4 * d, 5 * d, 6 * d, 7 * d, xs[7] * d}
		left := stk.Left()
		v3.Scale(&xs, d)
		return xs == want && zeroed(), left
	}},
	{"Wide", 0, func(w *walker) (bool, uintptr) {
		xs := [16]float32{0: float32(w.int()), 8: float32(w.int()), 3: 3, 15: 5}
		left := stk.Left()
		return v3.Wide(xs[:]) == (xs[0]+xs[8])+3+5 && zeroed(), left
	}},
	{"Kept", 200, func(w *walker) (bool, uintptr) {
		xs, d := [8]float32{0: float32(int8(w.int())), 7: 7}, float32(int8(w.int()))
		left := stk.Left()
		return v3.Kept(&xs, d) == xs[0]*d+7, left
	}},
}

// fill is FILL of the C code.
func fill(seed int64, hash uint64, n int) uint64 {
	for i := range n {
		hash = hash*31 + uint64(byte(seed+int64(i)*7))
	}
	return hash
}

var deepOf [256]uint64

func init() {
	for i := range deepOf {
		deepOf[i] = fill(int64(i), 3, 8192)
	}
}

func (w *walker) int() int64 {
	w.state ^= w.state << 13
	w.state ^= w.state >> 7
	w.state ^= w.state << 17
	return int64(w.state)
}

// float gives floats whose products are exact or rounded alike everywhere.
func (w *walker) float() float64 { return float64(w.int()>>40) / 128 }

// zeroed tells whether Go still has its zero: it clears this array with X15.
//
//go:noinline
func zeroed() bool {
	var a [4]int64
	hold(&a)
	return a == [4]int64{}
}

//go:noinline
func hold(*[4]int64) {}
