package p

//nearcall:source csrc/*.c

//nearcall:func f
func F(x uint64) uint8
