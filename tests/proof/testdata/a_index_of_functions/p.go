package p

//nearcall:archive csrc/a.o

//nearcall:func within(u64, u64) u64
func F(i, x uint64) uint64
