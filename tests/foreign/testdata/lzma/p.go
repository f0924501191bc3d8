// Package p is the LZMA decoder of the 7-zip SDK.
package p

//nearcall:source up/C/LzmaDec.c
//nearcall:cflags -O3

// A Dec is CLzmaDec. C keeps none of the pointers that Go puts there.
type Dec struct {
	LC, LP, PB, DicSize        uint32
	Probs                      *uint16
	Dic, Buf                   *byte
	Range, Code                uint32
	DicPos, DicBufSize         uint64
	ProcessedPos, CheckDicSize uint32
	State                      uint32
	Reps                       [4]uint32
	RemainLen                  uint32
	NeedFlush, NeedInit        int32
	NumProbs, TempBufSize      uint32
	TempBuf                    [20]byte
}

//nearcall:func LzmaDec_Init
//go:noescape
func Init(d *Dec)

//nearcall:func LzmaDec_DecodeToDic
//go:noescape
func DecodeToDic(d *Dec, dicLimit uint64, src *byte, srcLen *uint64, finishMode uint32, status *uint32) int32
