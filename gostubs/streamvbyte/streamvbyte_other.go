//go:build (!amd64 && !arm64) || purego

package streamvbyte

import "math/bits"

// controls returns how many control bytes there are for n numbers.
func controls(n int) int { return n/4 + min(n%4, 1) }

// put writes number i, its bits of the control byte, and its bytes at p[at]. It returns what is behind them.
func put(p []byte, i, at int, x uint32) int {
	more := (bits.Len32(x|1) - 1) / 8
	if i%4 == 0 {
		p[i/4] = 0
	}
	p[i/4] |= byte(more) << (i % 4 * 2)
	for k := range more + 1 {
		p[at+k] = byte(x >> (8 * k))
	}
	return at + more + 1
}

// encode writes numbers to room, which has MaxLen bytes for them, and returns how many they took.
func encode(numbers []uint32, room []byte) int {
	at := controls(len(numbers))
	for i, x := range numbers {
		at = put(room, i, at, x)
	}
	return at
}

func encodeDelta(numbers []uint32, room []byte, before uint32) int {
	at := controls(len(numbers))
	for i, x := range numbers {
		at = put(room, i, at, x-before)
		before = x
	}
	return at
}

// get reads number i, whose bytes are at p[at], and returns what is behind them; -1 if they are not there.
func get(p []byte, i, at int) (x uint32, next int) {
	n := int(p[i/4]>>(i%4*2)&3) + 1
	if len(p)-at < n {
		return 0, -1
	}
	for k, b := range p[at : at+n] {
		x |= uint32(b) << (8 * k)
	}
	return x, at + n
}

// decode fills numbers from p, and returns how many bytes they took; -1 if p is too short.
func decode(numbers []uint32, p []byte) int {
	at := controls(len(numbers))
	if at > len(p) {
		return -1
	}
	for i := range numbers {
		if numbers[i], at = get(p, i, at); at < 0 {
			return -1
		}
	}
	return at
}

func decodeDelta(numbers []uint32, p []byte, before uint32) int {
	n := decode(numbers, p)
	for i := range numbers {
		before += numbers[i]
		numbers[i] = before
	}
	return n
}
