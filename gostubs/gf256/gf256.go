// Package gf256 has a Reed-Solomon code over GF(2^8): data in k slices gets m more,
// and any k of all k+m bring the data back.
//
// The field's polynomial is x^8+x^4+x^3+x^2+1, the matrix is the identity above a
// Cauchy matrix: row r, column c of it is 1/((k+r)+c), as
// github.com/klauspost/reedsolomon has it with WithCauchyMatrix.
//
// On amd64 and arm64 the multiplication is csrc/gf256/gf256.c, by SSSE3, AVX2, GFNI or
// NEON; elsewhere, and with the build tag purego, it is Go.
package gf256

import "errors"

const polynomial = 0x11d

// Mul returns the product of a and b.
func Mul(a, b byte) byte {
	var product, x uint = 0, uint(a)
	for ; b > 0; b >>= 1 {
		product ^= x * uint(b&1)
		x <<= 1
		x ^= x >> 8 * polynomial
	}
	return byte(product)
}

// Inverse returns 1/a. There is none of 0, for which it returns 0.
func Inverse(a byte) byte {
	// a^255 is 1: this is a^254.
	product, power := byte(1), Mul(a, a)
	for range 7 {
		product, power = Mul(product, power), Mul(power, power)
	}
	return product
}

// What C has of a coefficient: see struct coefficient.
const (
	tableHigh = 16
	tableBits = 32
	tableSize = 40
)

// appendTable appends what C has of the coefficient c.
func appendTable(p []byte, c byte) []byte {
	var t [tableSize]byte
	for i := range byte(16) {
		t[i], t[tableHigh+i] = Mul(c, i), Mul(c, i<<4)
	}
	// Byte 7-i makes bit i: its bit j tells whether bit j of the factor counts.
	for i := range 8 {
		for j := range 8 {
			t[tableBits+7-i] |= Mul(c, 1<<j) >> i & 1 << j
		}
	}
	return append(p, t[:]...)
}

// tables returns what C has of a matrix, row by row.
func tables(rows [][]byte) (p []byte) {
	for _, row := range rows {
		for _, c := range row {
			p = appendTable(p, c)
		}
	}
	return p
}

// A Code is a Reed-Solomon code. It does not change: many goroutines may use it.
type Code struct {
	data   int
	matrix [][]byte // of the parity
	parity []byte   // the tables of matrix
}

// What can be wrong with a call.
var (
	ErrCounts = errors.New("gf256: a code has from 1 data slice on, from 1 parity slice on, and 256 of both at most")
	ErrSlices = errors.New("gf256: another number of slices than the code has")
	ErrLength = errors.New("gf256: slices of different length")
	ErrTooFew = errors.New("gf256: fewer slices are there than data needs")
)

// New returns a code of data slices and parity slices.
func New(data, parity int) (*Code, error) {
	if data < 1 || parity < 1 || data > 256 || parity > 256-data {
		return nil, ErrCounts
	}
	c := &Code{data: data}
	for r := range parity {
		row := make([]byte, data)
		for k := range row {
			row[k] = Inverse(byte(data+r) ^ byte(k))
		}
		c.matrix = append(c.matrix, row)
	}
	c.parity = tables(c.matrix)
	return c, nil
}

// check finds the length of the slices: those that are empty may be missing.
func (c *Code) check(slices [][]byte, missing bool) (int, error) {
	if len(slices) != c.data+len(c.matrix) {
		return 0, ErrSlices
	}
	n := 0
	for _, s := range slices {
		if len(s) > 0 && n == 0 {
			n = len(s)
		}
	}
	for _, s := range slices {
		if len(s) != n && !(missing && len(s) == 0) {
			return 0, ErrLength
		}
	}
	return n, nil
}

// Encode computes the parity of the data: slices are those of the data, and behind
// them those that the parity is written to. All have the same length, and do not overlap.
func (c *Code) Encode(slices [][]byte) error {
	n, err := c.check(slices, false)
	if err == nil && n > 0 {
		multiply(c.parity, slices[:c.data], slices[c.data:], n)
	}
	return err
}

// Reconstruct makes the slices that are missing, those of length 0, from the others.
// It allocates where the capacity is too small.
func (c *Code) Reconstruct(slices [][]byte) error {
	n, err := c.check(slices, true)
	if err != nil || n == 0 {
		return err
	}
	var here [][]byte // the first slices that are there, as many as data
	var rows [][]byte // of the whole matrix
	for i, s := range slices {
		if len(s) > 0 && len(here) < c.data {
			here, rows = append(here, s), append(rows, c.row(i))
		}
	}
	if len(here) < c.data {
		return ErrTooFew
	}
	inverse := invert(rows)
	var made, wanted [][]byte
	for i := range slices[:c.data] {
		if len(slices[i]) == 0 {
			slices[i] = room(slices[i], n)
			made, wanted = append(made, slices[i]), append(wanted, inverse[i])
		}
	}
	if len(made) > 0 {
		multiply(tables(wanted), here, made, n)
	}
	made, wanted = nil, nil
	for i := c.data; i < len(slices); i++ {
		if len(slices[i]) == 0 {
			slices[i] = room(slices[i], n)
			made, wanted = append(made, slices[i]), append(wanted, c.row(i))
		}
	}
	if len(made) > 0 {
		multiply(tables(wanted), slices[:c.data], made, n)
	}
	return nil
}

func room(s []byte, n int) []byte {
	if cap(s) < n {
		return make([]byte, n)
	}
	return s[:n]
}

// row returns row i of the whole matrix.
func (c *Code) row(i int) []byte {
	if i >= c.data {
		return c.matrix[i-c.data]
	}
	row := make([]byte, c.data)
	row[i] = 1
	return row
}

// invert returns the inverse of a square matrix that has one, by Gauss and Jordan.
func invert(rows [][]byte) [][]byte {
	n := len(rows)
	m := make([][]byte, n)
	for i := range m {
		m[i] = append(append(make([]byte, 0, 2*n), rows[i]...), make([]byte, n)...)
		m[i][n+i] = 1
	}
	for i := range m {
		for k := i; m[i][i] == 0; k++ {
			m[i], m[k] = m[k], m[i]
		}
		scale := Inverse(m[i][i])
		for j := range m[i] {
			m[i][j] = Mul(m[i][j], scale)
		}
		for k := range m {
			if f := m[k][i]; k != i && f != 0 {
				for j := range m[k] {
					m[k][j] ^= Mul(f, m[i][j])
				}
			}
		}
	}
	for i := range m {
		m[i] = m[i][n:]
	}
	return m
}
