#include "textflag.h"

// func Asm1(x uint64) uint64
TEXT ·Asm1(SB), NOSPLIT, $0-16
	MOVD x+0(FP), R0
	ADD  $1, R0
	MOVD R0, ret+8(FP)
	RET

// func Asm2(x, b uint64) uint64
TEXT ·Asm2(SB), NOSPLIT, $0-24
	MOVD x+0(FP), R0
	MOVD b+8(FP), R1
	ADD  R1, R0
	MOVD R0, ret+16(FP)
	RET

// func Asm4(x, b, c, d uint64) uint64
TEXT ·Asm4(SB), NOSPLIT, $0-40
	MOVD x+0(FP), R0
	MOVD b+8(FP), R1
	MOVD c+16(FP), R2
	MOVD d+24(FP), R3
	ADD  R2, R1
	EOR  R3, R1
	ADD  R1, R0
	MOVD R0, ret+32(FP)
	RET

// func Asm8(x, b, c, d, e, f, i, j uint64) uint64
TEXT ·Asm8(SB), NOSPLIT, $0-72
	MOVD x+0(FP), R0
	MOVD b+8(FP), R1
	MOVD c+16(FP), R2
	MOVD d+24(FP), R3
	MOVD e+32(FP), R4
	MOVD f+40(FP), R5
	MOVD i+48(FP), R6
	MOVD j+56(FP), R7
	ADD  R2, R1
	EOR  R3, R1
	ADD  R4, R1
	EOR  R5, R1
	ADD  R6, R1
	EOR  R7, R1
	ADD  R1, R0
	MOVD R0, ret+64(FP)
	RET

// func AsmF(x, b, c, d float64) float64
TEXT ·AsmF(SB), NOSPLIT, $0-40
	FMOVD x+0(FP), F0
	FMOVD b+8(FP), F1
	FMOVD c+16(FP), F2
	FMOVD d+24(FP), F3
	FADDD F2, F1
	FADDD F3, F1
	FADDD F1, F0
	FMOVD F0, ret+32(FP)
	RET
