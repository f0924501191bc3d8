package eddsatest

import "math/big"

// The curve in math/big, by its definition: RFC 8032, 5.1.

var (
	one   = big.NewInt(1)
	prime = sub(new(big.Int).Lsh(one, 255), big.NewInt(19))
	d     = mod(mul(big.NewInt(-121665), inverse(big.NewInt(121666))))

	// Order is the order of the base point, 2^252 + 27742317777372353535851937790883648493.
	Order, _ = new(big.Int).SetString("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed", 16)
)

func mul(a, b *big.Int) *big.Int  { return new(big.Int).Mul(a, b) }
func add(a, b *big.Int) *big.Int  { return new(big.Int).Add(a, b) }
func sub(a, b *big.Int) *big.Int  { return new(big.Int).Sub(a, b) }
func mod(a *big.Int) *big.Int     { return new(big.Int).Mod(a, prime) }
func inverse(a *big.Int) *big.Int { return new(big.Int).ModInverse(mod(a), prime) }

type point struct{ x, y *big.Int }

func (a point) plus(b point) point {
	t := mod(mul(d, mul(mul(a.x, b.x), mul(a.y, b.y))))
	return point{
		mod(mul(add(mul(a.x, b.y), mul(a.y, b.x)), inverse(add(one, t)))),
		mod(mul(add(mul(a.y, b.y), mul(a.x, b.x)), inverse(sub(one, t)))),
	}
}

func base() point {
	y := mod(mul(big.NewInt(4), inverse(big.NewInt(5))))
	yy := mul(y, y)
	x := new(big.Int).ModSqrt(mod(mul(sub(yy, one), inverse(add(mul(d, yy), one)))), prime)
	if x.Bit(0) != 0 {
		x = sub(prime, x)
	}
	return point{x, y}
}

// ScalarBaseMult returns n*B, compressed, bit by bit.
func ScalarBaseMult(n *big.Int) [32]byte {
	p := point{new(big.Int), one}
	for i := n.BitLen() - 1; i >= 0; i-- {
		p = p.plus(p)
		if n.Bit(i) != 0 {
			p = p.plus(base())
		}
	}
	out := Bytes32(p.y)
	out[31] |= byte(p.x.Bit(0)) << 7
	return out
}

// Bytes32 returns the low 256 bits of n, and Int the number in little-endian bytes.
func Bytes32(n *big.Int) (b [32]byte) {
	for i := range b {
		b[i] = byte(new(big.Int).Rsh(n, uint(8*i)).Uint64())
	}
	return b
}

func Int(b []byte) *big.Int {
	n := new(big.Int)
	for i := len(b) - 1; i >= 0; i-- {
		n.Or(n.Lsh(n, 8), big.NewInt(int64(b[i])))
	}
	return n
}

// Edges returns the scalars where something may go wrong: small ones, the
// order, its multiples and their neighbours, and those with extreme digits.
func Edges() [][32]byte {
	var edges [][32]byte
	for k := int64(0); k <= 16; k++ { // 2^256 is nearly 16 times the order
		multiple := mul(Order, big.NewInt(k))
		for by := int64(-2); by <= 2; by++ {
			if n := add(multiple, big.NewInt(by)); n.Sign() >= 0 && n.BitLen() <= 256 {
				edges = append(edges, Bytes32(n))
			}
		}
	}
	for _, fill := range []byte{0xff, 0x77, 0x78, 0x87, 0x88, 0x89, 0x80, 0x08, 0x0f, 0xf0, 0x7f} {
		var n [32]byte
		for i := range n {
			n[i] = fill
		}
		edges = append(edges, n)
		n[31] &= 127
		edges = append(edges, n)
		n[31] &= 15
		edges = append(edges, n)
	}
	for bit := range 256 {
		n := new(big.Int).Lsh(one, uint(bit))
		edges = append(edges, Bytes32(n), Bytes32(sub(n, one)))
	}
	return edges
}
