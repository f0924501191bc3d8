// Package asm has the same functions as one writes them by hand.
package asm

func Asm1(x uint64) uint64
func Asm2(x, b uint64) uint64
func Asm4(x, b, c, d uint64) uint64
func Asm8(x, b, c, d, e, f, i, j uint64) uint64
func AsmF(x, b, c, d float64) float64
