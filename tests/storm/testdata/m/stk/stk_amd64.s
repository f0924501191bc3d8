#include "funcdata.h"
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

// What is watched, in the order of the Go table. The first is a function whose frame is known.
DATA entries<>+0(SB)/8, $·known(SB)
DATA entries<>+8(SB)/8, $example·com∕storm∕p·Leaf(SB)
DATA entries<>+16(SB)/8, $example·com∕storm∕p·Loop(SB)
DATA entries<>+24(SB)/8, $example·com∕storm∕p·Called(SB)
DATA entries<>+32(SB)/8, $example·com∕storm∕p·Frame(SB)
DATA entries<>+40(SB)/8, $example·com∕storm∕p·Deep(SB)
DATA entries<>+48(SB)/8, $example·com∕storm∕p·Huge(SB)
DATA entries<>+56(SB)/8, $example·com∕storm∕p·Tables(SB)
DATA entries<>+64(SB)/8, $example·com∕storm∕p·Vector(SB)
DATA entries<>+72(SB)/8, $example·com∕storm∕p·CRC(SB)
DATA entries<>+80(SB)/8, $example·com∕storm∕p·Pinned(SB)
DATA entries<>+88(SB)/8, $example·com∕storm∕p·Fault(SB)
DATA entries<>+96(SB)/8, $example·com∕storm∕p·Divide(SB)
GLOBL entries<>(SB), NOPTR, $104

// func Entry(i int) uintptr
TEXT ·Entry(SB), NOSPLIT, $0-16
	MOVQ i+0(FP), CX
	LEAQ entries<>(SB), AX
	MOVQ (AX)(CX*8), AX
	MOVQ AX, ret+8(FP)
	RET

// How much of the stack it uses, knownReserve of the program says: this frame, BP, and the return address.
//
// func known(p *p.Words, n int, x uint64) uint64
TEXT ·known(SB), 0, $2032-32
	NO_LOCAL_POINTERS
	MOVQ $0, ret+24(FP)
	RET

// The frame is such that the call is made with as little stack left as Go ever leaves.
//
// func Watched(fn uintptr, p *p.Words, n int, x uint64, reserve, words uintptr) (ret uint64, left, bad uintptr, moved bool)
TEXT ·Watched(SB), 0, $120-73
	NO_LOCAL_POINTERS
	MOVQ p+8(FP), AX
	MOVQ AX, 0(SP)
	MOVQ n+16(FP), AX
	MOVQ AX, 8(SP)
	MOVQ x+24(FP), AX
	MOVQ AX, 16(SP)
	MOVQ (TLS), BX
	MOVQ 0(BX), BX
	MOVQ SP, CX
	MOVQ CX, 40(SP)
	MOVQ CX, AX
	SUBQ BX, AX
	MOVQ AX, left+56(FP)
	SUBQ reserve+32(FP), CX
	MOVQ words+40(FP), DX
	MOVQ $0x9e3779b97f4a7c15, DI
	MOVQ DI, (BX)

paint:
	SUBQ $8, CX
	CMPQ CX, BX
	JLS  painted
	SUBQ $1, DX
	JCS  painted
	MOVQ DI, SI
	XORQ CX, SI
	MOVQ SI, (CX)
	JMP  paint

painted:
	MOVQ fn+0(FP), AX
	CALL AX
	MOVQ 24(SP), AX
	MOVQ AX, ret+48(FP)
	MOVQ $0, bad+64(FP)
	MOVB $1, moved+72(FP)
	MOVQ (TLS), BX
	MOVQ 0(BX), BX
	MOVQ SP, CX
	CMPQ CX, 40(SP)
	JNE  done
	MOVQ $0x9e3779b97f4a7c15, DI
	CMPQ DI, (BX)
	JNE  done
	MOVB $0, moved+72(FP)
	SUBQ reserve+32(FP), CX
	MOVQ words+40(FP), DX

compare:
	SUBQ $8, CX
	CMPQ CX, BX
	JLS  done
	SUBQ $1, DX
	JCS  done
	MOVQ DI, SI
	XORQ CX, SI
	CMPQ SI, (CX)
	JEQ  compare
	MOVQ SP, AX
	SUBQ CX, AX
	MOVQ AX, bad+64(FP)
	JMP  compare

done:
	RET
