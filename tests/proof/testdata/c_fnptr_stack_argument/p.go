package p

//nearcall:source csrc/a.c

//nearcall:func
func TwoMixes(p []byte, size uint64, h uint32) uint32
