// Package pad moves loops. Where a loop lies, relative to the blocks of 32 and
// 64 bytes in which processors fetch and cache code, can change its speed by
// tens of percent, and has nothing to do with what is in it. So the loops are
// measured at several places: the same program is built with 0 to Max pieces
// of padding in front of each loop.
package pad

// Max is the largest number of pieces. With 7 bytes for each, the loops of the
// eight programs lie differently in blocks of 16, 32 and 64 bytes.
const Max = 7

// Far apart, or the compiler would join the stores.
var sink [Max * 16]byte

// Here takes 7 bytes of code for each piece, and is inlined: a store of one
// byte to a fixed address has that length.
func Here() {
	if count > 0 {
		sink[0] = 1
	}
	if count > 1 {
		sink[16] = 1
	}
	if count > 2 {
		sink[32] = 1
	}
	if count > 3 {
		sink[48] = 1
	}
	if count > 4 {
		sink[64] = 1
	}
	if count > 5 {
		sink[80] = 1
	}
	if count > 6 {
		sink[96] = 1
	}
}
