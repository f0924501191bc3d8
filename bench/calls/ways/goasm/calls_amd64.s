#include "textflag.h"

// The functions of csrc/calls.h, as one would write them by hand.

// func Int0() uint64
TEXT ·Int0(SB), NOSPLIT, $0-8
	MOVQ $1, ret+0(FP)
	RET

// func Int1(x uint64) uint64
TEXT ·Int1(SB), NOSPLIT, $0-16
	MOVQ x+0(FP), AX
	INCQ AX
	MOVQ AX, ret+8(FP)
	RET

// func Int2(x, b uint64) uint64
TEXT ·Int2(SB), NOSPLIT, $0-24
	MOVQ b+8(FP), AX
	ADDQ x+0(FP), AX
	MOVQ AX, ret+16(FP)
	RET

// func Int4(x, b, c, d uint64) uint64
TEXT ·Int4(SB), NOSPLIT, $0-40
	MOVQ b+8(FP), AX
	ADDQ c+16(FP), AX
	XORQ d+24(FP), AX
	ADDQ x+0(FP), AX
	MOVQ AX, ret+32(FP)
	RET

// func Int6(x, b, c, d, e, f uint64) uint64
TEXT ·Int6(SB), NOSPLIT, $0-56
	MOVQ b+8(FP), AX
	ADDQ c+16(FP), AX
	XORQ d+24(FP), AX
	ADDQ e+32(FP), AX
	XORQ f+40(FP), AX
	ADDQ x+0(FP), AX
	MOVQ AX, ret+48(FP)
	RET

// func Int8(x, b, c, d, e, f, h, i uint64) uint64
TEXT ·Int8(SB), NOSPLIT, $0-72
	MOVQ b+8(FP), AX
	ADDQ c+16(FP), AX
	XORQ d+24(FP), AX
	ADDQ e+32(FP), AX
	XORQ f+40(FP), AX
	ADDQ h+48(FP), AX
	XORQ i+56(FP), AX
	ADDQ x+0(FP), AX
	MOVQ AX, ret+64(FP)
	RET

// func Int12(x, b, c, d, e, f, h, i, j, k, l, m uint64) uint64
TEXT ·Int12(SB), NOSPLIT, $0-104
	MOVQ b+8(FP), AX
	ADDQ c+16(FP), AX
	XORQ d+24(FP), AX
	ADDQ e+32(FP), AX
	XORQ f+40(FP), AX
	ADDQ h+48(FP), AX
	XORQ i+56(FP), AX
	ADDQ j+64(FP), AX
	XORQ k+72(FP), AX
	ADDQ l+80(FP), AX
	XORQ m+88(FP), AX
	ADDQ x+0(FP), AX
	MOVQ AX, ret+96(FP)
	RET

DATA one<>(SB)/8, $1.0
GLOBL one<>(SB), RODATA|NOPTR, $8

// func Float1(x float64) float64
TEXT ·Float1(SB), NOSPLIT, $0-16
	MOVSD x+0(FP), X0
	ADDSD one<>(SB), X0
	MOVSD X0, ret+8(FP)
	RET

// func Float4(x, b, c, d float64) float64
TEXT ·Float4(SB), NOSPLIT, $0-40
	MOVSD b+8(FP), X0
	ADDSD c+16(FP), X0
	ADDSD d+24(FP), X0
	ADDSD x+0(FP), X0
	MOVSD X0, ret+32(FP)
	RET

// func Float8(x, b, c, d, e, f, h, i float64) float64
TEXT ·Float8(SB), NOSPLIT, $0-72
	MOVSD b+8(FP), X0
	ADDSD c+16(FP), X0
	ADDSD d+24(FP), X0
	ADDSD e+32(FP), X0
	ADDSD f+40(FP), X0
	ADDSD h+48(FP), X0
	ADDSD i+56(FP), X0
	ADDSD x+0(FP), X0
	MOVSD X0, ret+64(FP)
	RET

// func Slice(xs []uint64) uint64
TEXT ·Slice(SB), NOSPLIT, $0-32
	MOVQ xs_base+0(FP), AX
	MOVQ xs_len+8(FP), CX
	MOVQ -8(AX)(CX*8), AX
	MOVQ AX, ret+24(FP)
	RET

// func Struct16(s form.S16) uint64
TEXT ·Struct16(SB), NOSPLIT, $0-24
	MOVQ s_B+8(FP), AX
	ADDQ s_A+0(FP), AX
	MOVQ AX, ret+16(FP)
	RET

// func Struct48(s form.S48) uint64
TEXT ·Struct48(SB), NOSPLIT, $0-56
	MOVQ s_B+8(FP), AX
	ADDQ s_C+16(FP), AX
	XORQ s_D+24(FP), AX
	ADDQ s_E+32(FP), AX
	XORQ s_F+40(FP), AX
	ADDQ s_A+0(FP), AX
	MOVQ AX, ret+48(FP)
	RET

// func Frame(x uint64) uint64
TEXT ·Frame(SB), NOSPLIT, $256-16
	MOVQ       x+0(FP), AX
	XORPS      X0, X0
	MOVUPS     X0, slots-256(SP)
	MOVUPS     X0, slots-240(SP)
	MOVUPS     X0, slots-224(SP)
	MOVUPS     X0, slots-208(SP)
	MOVUPS     X0, slots-192(SP)
	MOVUPS     X0, slots-176(SP)
	MOVUPS     X0, slots-160(SP)
	MOVUPS     X0, slots-144(SP)
	MOVUPS     X0, slots-128(SP)
	MOVUPS     X0, slots-112(SP)
	MOVUPS     X0, slots-96(SP)
	MOVUPS     X0, slots-80(SP)
	MOVUPS     X0, slots-64(SP)
	MOVUPS     X0, slots-48(SP)
	MOVUPS     X0, slots-32(SP)
	MOVUPS     X0, slots-16(SP)
	MOVQ       AX, X0
	PUNPCKLQDQ X0, X0
	INCQ       AX
	LEAQ       -1(AX), CX
	ANDQ       $15, CX
	SHLQ       $4, CX
	LEAQ       slots-256(SP), DX
	MOVUPS     X0, (DX)(CX*1)
	MOVQ       AX, CX
	ANDQ       $15, CX
	SHLQ       $4, CX
	ADDQ       (DX)(CX*1), AX
	MOVQ       AX, ret+8(FP)
	RET
