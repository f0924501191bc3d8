package p

//nearcall:source csrc/a.c
//nearcall:archive csrc/a.o

//nearcall:func f(u64, u64) u64
func F(a, b uint64) uint64

//nearcall:func g(u64) u64
func G(a uint64) uint64

//nearcall:func h(u64) u64
func H(a uint64) uint64
