package p

//nearcall:source csrc/a.c

//nearcall:func words
//go:noescape
func Words(p []byte) uint64
