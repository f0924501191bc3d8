package p

//nearcall:source csrc/a.c
//nearcall:cflags FLAGS

//nearcall:func machine
func Machine(x uint64) uint64

//nearcall:func element
func Element(x uint64) uint64

//nearcall:func first
func First(x, n uint64) uint64
