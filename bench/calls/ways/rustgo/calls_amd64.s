//go:build cgo

#include "textflag.h"

// The trampoline of "rustgo: calling Rust from Go with near-zero overhead" (Filippo Valsorda, 2017), with the
// frame of 2048 bytes that it gives its increment: BX keeps SP, C gets the frame's upper end, aligned. The
// article passes arguments in registers only. Those on C's stack are loaded before SP moves, and stored below.

// func Int0() uint64
TEXT ·Int0(SB), 0, $2048-8
	MOVQ SP, BX
	ADDQ $2048, SP
	ANDQ $~15, SP
	CALL calls_int0(SB)
	MOVQ BX, SP
	MOVQ AX, ret+0(FP)
	RET

// func Int1(x uint64) uint64
TEXT ·Int1(SB), 0, $2048-16
	MOVQ x+0(FP), DI
	MOVQ SP, BX
	ADDQ $2048, SP
	ANDQ $~15, SP
	CALL calls_int1(SB)
	MOVQ BX, SP
	MOVQ AX, ret+8(FP)
	RET

// func Int2(x, b uint64) uint64
TEXT ·Int2(SB), 0, $2048-24
	MOVQ x+0(FP), DI
	MOVQ b+8(FP), SI
	MOVQ SP, BX
	ADDQ $2048, SP
	ANDQ $~15, SP
	CALL calls_int2(SB)
	MOVQ BX, SP
	MOVQ AX, ret+16(FP)
	RET

// func Int4(x, b, c, d uint64) uint64
TEXT ·Int4(SB), 0, $2048-40
	MOVQ x+0(FP), DI
	MOVQ b+8(FP), SI
	MOVQ c+16(FP), DX
	MOVQ d+24(FP), CX
	MOVQ SP, BX
	ADDQ $2048, SP
	ANDQ $~15, SP
	CALL calls_int4(SB)
	MOVQ BX, SP
	MOVQ AX, ret+32(FP)
	RET

// func Int6(x, b, c, d, e, f uint64) uint64
TEXT ·Int6(SB), 0, $2048-56
	MOVQ x+0(FP), DI
	MOVQ b+8(FP), SI
	MOVQ c+16(FP), DX
	MOVQ d+24(FP), CX
	MOVQ e+32(FP), R8
	MOVQ f+40(FP), R9
	MOVQ SP, BX
	ADDQ $2048, SP
	ANDQ $~15, SP
	CALL calls_int6(SB)
	MOVQ BX, SP
	MOVQ AX, ret+48(FP)
	RET

// func Int8(x, b, c, d, e, f, h, i uint64) uint64
TEXT ·Int8(SB), 0, $2048-72
	MOVQ x+0(FP), DI
	MOVQ b+8(FP), SI
	MOVQ c+16(FP), DX
	MOVQ d+24(FP), CX
	MOVQ e+32(FP), R8
	MOVQ f+40(FP), R9
	MOVQ h+48(FP), AX
	MOVQ i+56(FP), R10
	MOVQ SP, BX
	ADDQ $2048, SP
	ANDQ $~15, SP
	SUBQ $16, SP
	MOVQ AX, 0(SP)
	MOVQ R10, 8(SP)
	CALL calls_int8(SB)
	MOVQ BX, SP
	MOVQ AX, ret+64(FP)
	RET

// func Int12(x, b, c, d, e, f, h, i, j, k, l, m uint64) uint64
TEXT ·Int12(SB), 0, $2048-104
	MOVQ x+0(FP), DI
	MOVQ b+8(FP), SI
	MOVQ c+16(FP), DX
	MOVQ d+24(FP), CX
	MOVQ e+32(FP), R8
	MOVQ f+40(FP), R9
	MOVQ h+48(FP), AX
	MOVQ i+56(FP), R10
	MOVQ j+64(FP), R11
	MOVQ k+72(FP), R12
	MOVQ l+80(FP), R13
	MOVQ m+88(FP), R15
	MOVQ SP, BX
	ADDQ $2048, SP
	ANDQ $~15, SP
	SUBQ $48, SP
	MOVQ AX, 0(SP)
	MOVQ R10, 8(SP)
	MOVQ R11, 16(SP)
	MOVQ R12, 24(SP)
	MOVQ R13, 32(SP)
	MOVQ R15, 40(SP)
	CALL calls_int12(SB)
	MOVQ BX, SP
	MOVQ AX, ret+96(FP)
	RET

// func Float1(x float64) float64
TEXT ·Float1(SB), 0, $2048-16
	MOVSD x+0(FP), X0
	MOVQ  SP, BX
	ADDQ  $2048, SP
	ANDQ  $~15, SP
	CALL  calls_float1(SB)
	MOVQ  BX, SP
	MOVSD X0, ret+8(FP)
	RET

// func Float4(x, b, c, d float64) float64
TEXT ·Float4(SB), 0, $2048-40
	MOVSD x+0(FP), X0
	MOVSD b+8(FP), X1
	MOVSD c+16(FP), X2
	MOVSD d+24(FP), X3
	MOVQ  SP, BX
	ADDQ  $2048, SP
	ANDQ  $~15, SP
	CALL  calls_float4(SB)
	MOVQ  BX, SP
	MOVSD X0, ret+32(FP)
	RET

// func Float8(x, b, c, d, e, f, h, i float64) float64
TEXT ·Float8(SB), 0, $2048-72
	MOVSD x+0(FP), X0
	MOVSD b+8(FP), X1
	MOVSD c+16(FP), X2
	MOVSD d+24(FP), X3
	MOVSD e+32(FP), X4
	MOVSD f+40(FP), X5
	MOVSD h+48(FP), X6
	MOVSD i+56(FP), X7
	MOVQ  SP, BX
	ADDQ  $2048, SP
	ANDQ  $~15, SP
	CALL  calls_float8(SB)
	MOVQ  BX, SP
	MOVSD X0, ret+64(FP)
	RET

// func Slice(xs []uint64) uint64
TEXT ·Slice(SB), 0, $2048-32
	MOVQ xs_base+0(FP), DI
	MOVQ xs_len+8(FP), SI
	MOVQ SP, BX
	ADDQ $2048, SP
	ANDQ $~15, SP
	CALL calls_slice(SB)
	MOVQ BX, SP
	MOVQ AX, ret+24(FP)
	RET

// func Struct16(s form.S16) uint64
TEXT ·Struct16(SB), 0, $2048-24
	MOVQ s_A+0(FP), DI
	MOVQ s_B+8(FP), SI
	MOVQ SP, BX
	ADDQ $2048, SP
	ANDQ $~15, SP
	CALL calls_struct16(SB)
	MOVQ BX, SP
	MOVQ AX, ret+16(FP)
	RET

// func Struct48(s form.S48) uint64
TEXT ·Struct48(SB), 0, $2048-56
	MOVQ s_A+0(FP), AX
	MOVQ s_B+8(FP), R10
	MOVQ s_C+16(FP), R11
	MOVQ s_D+24(FP), R12
	MOVQ s_E+32(FP), R13
	MOVQ s_F+40(FP), R15
	MOVQ SP, BX
	ADDQ $2048, SP
	ANDQ $~15, SP
	SUBQ $48, SP
	MOVQ AX, 0(SP)
	MOVQ R10, 8(SP)
	MOVQ R11, 16(SP)
	MOVQ R12, 24(SP)
	MOVQ R13, 32(SP)
	MOVQ R15, 40(SP)
	CALL calls_struct48(SB)
	MOVQ BX, SP
	MOVQ AX, ret+48(FP)
	RET

// func Frame(x uint64) uint64
TEXT ·Frame(SB), 0, $2048-16
	MOVQ x+0(FP), DI
	MOVQ SP, BX
	ADDQ $2048, SP
	ANDQ $~15, SP
	CALL calls_frame(SB)
	MOVQ BX, SP
	MOVQ AX, ret+8(FP)
	RET
