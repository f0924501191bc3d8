#include "funcdata.h"
#include "textflag.h"

// runtime.g begins with the two ends of its stack.

// func Left() uintptr
TEXT ·Left(SB), NOSPLIT, $0-8
	MOVD $ret+0(FP), R0
	MOVD 0(g), R1
	SUB  R1, R0, R0
	MOVD R0, ret+0(FP)
	RET

// func Size() uintptr
TEXT ·Size(SB), NOSPLIT, $0-8
	MOVD 0(g), R1
	MOVD 8(g), R0
	SUB  R1, R0, R0
	MOVD R0, ret+0(FP)
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
GLOBL entries<>(SB), NOPTR, $96

// func Entry(i int) uintptr
TEXT ·Entry(SB), NOSPLIT, $0-16
	MOVD i+0(FP), R1
	MOVD $entries<>(SB), R0
	MOVD (R0)(R1<<3), R0
	MOVD R0, ret+8(FP)
	RET

// How much of the stack it uses, knownReserve of the program says: this frame with the link register, rounded up, and
// the frame pointer below it.
//
// func known(p *p.Words, n int, x uint64) uint64
TEXT ·known(SB), 0, $2024-32
	NO_LOCAL_POINTERS
	MOVD ZR, ret+24(FP)
	RET

// The frame is such that the call is made with as little stack left as Go ever leaves.
//
// func Watched(fn uintptr, p *p.Words, n int, x uint64, reserve, words uintptr) (ret uint64, left, bad uintptr, moved bool)
TEXT ·Watched(SB), 0, $120-73
	NO_LOCAL_POINTERS
	MOVD p+8(FP), R0
	MOVD R0, 8(RSP)
	MOVD n+16(FP), R0
	MOVD R0, 16(RSP)
	MOVD x+24(FP), R0
	MOVD R0, 24(RSP)
	MOVD 0(g), R1
	MOVD RSP, R2
	MOVD R2, 48(RSP)
	SUB  R1, R2, R0
	MOVD R0, left+56(FP)
	MOVD reserve+32(FP), R3
	SUB  R3, R2, R2
	MOVD words+40(FP), R3
	MOVD $0x9e3779b97f4a7c15, R4
	MOVD R4, (R1)

paint:
	SUB  $8, R2
	CMP  R1, R2
	BLS  painted
	CBZ  R3, painted
	SUB  $1, R3
	EOR  R2, R4, R5
	MOVD R5, (R2)
	B    paint

painted:
	MOVD fn+0(FP), R0
	BL   (R0)
	MOVD 32(RSP), R0
	MOVD R0, ret+48(FP)
	MOVD ZR, bad+64(FP)
	MOVD $1, R0
	MOVB R0, moved+72(FP)
	MOVD 0(g), R1
	MOVD RSP, R2
	MOVD 48(RSP), R0
	CMP  R0, R2
	BNE  done
	MOVD $0x9e3779b97f4a7c15, R4
	MOVD (R1), R0
	CMP  R0, R4
	BNE  done
	MOVB ZR, moved+72(FP)
	MOVD reserve+32(FP), R3
	SUB  R3, R2, R2
	MOVD words+40(FP), R3

compare:
	SUB  $8, R2
	CMP  R1, R2
	BLS  done
	CBZ  R3, done
	SUB  $1, R3
	EOR  R2, R4, R5
	MOVD (R2), R0
	CMP  R0, R5
	BEQ  compare
	MOVD RSP, R0
	SUB  R2, R0, R0
	MOVD R0, bad+64(FP)
	B    compare

done:
	RET
