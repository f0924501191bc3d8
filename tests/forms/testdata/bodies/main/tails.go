package main

import "cmp"

// What the functions of package tails compute.

func compare(a, b int64) int { return cmp.Compare(a, b) }

func far(a, b int64) int64 {
	for i := a & 7; i > 0; i-- {
		b = b*31 + i
	}
	return a ^ b
}

func other(a, b int64) int64 { return []int64{b, a ^ b}[a&1] - a }

func scale(x float64, n int64) float64 {
	if n < 0 {
		return float64(x*1.25) + 0.125
	}
	x += 3.5
	for i := n & 3; i > 0; i-- {
		x *= 0.5
	}
	return x
}

func saved(a, b, c int64) int64 {
	d, e, f, g, h, i, j, k, l := a*b, b*c, a*c, a+b, b+c, a+c, a^b, b^c, a^c
	switch {
	case a&1 != 0:
		return d + e*2 + f*3 + g*4 + h*5 + i*6 + j*7 + k*8 + l*9
	case a&2 != 0:
		return far(d-e, f^g^h^i^j^k^l)
	}
	return d ^ e ^ f ^ g ^ h ^ i ^ j ^ k ^ l
}
