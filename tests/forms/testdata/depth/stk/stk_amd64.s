#include "textflag.h"

// runtime.g begins with the two ends of its stack.

// func Left() uintptr
TEXT ·Left(SB), NOSPLIT, $0-8
	MOVQ (TLS), CX
	LEAQ ret+0(FP), AX
	SUBQ 0(CX), AX
	MOVQ AX, ret+0(FP)
	RET

// func Size() uintptr
TEXT ·Size(SB), NOSPLIT, $0-8
	MOVQ (TLS), CX
	MOVQ 8(CX), AX
	SUBQ 0(CX), AX
	MOVQ AX, ret+0(FP)
	RET
