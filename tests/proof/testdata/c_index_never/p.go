package p

//nearcall:source csrc/a.c
//nearcall:cflags FLAGS

//nearcall:func hidden
func Hidden(x, n uint64) uint64

//nearcall:func absorb
//go:noescape
func Absorb(s *uint64, r uint32, m *byte, n uint64) uint64

//nearcall:func fold
//go:noescape
func Fold(x *int32, n int32) uint64

//nearcall:func windows
//go:noescape
func Windows(x *uint64, n uint32) uint64

//nearcall:func backwards
//go:noescape
func Backwards(x *uint16, n uint64) uint64
