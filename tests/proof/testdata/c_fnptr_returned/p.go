package p

//nearcall:source csrc/a.c

//nearcall:func
func Chosen(x, rounds uint64) uint64
