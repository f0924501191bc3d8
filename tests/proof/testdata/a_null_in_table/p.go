package p

//nearcall:archive csrc/a.o

//nearcall:func some(u64, u64) u64
func Some(i, x uint64) uint64
