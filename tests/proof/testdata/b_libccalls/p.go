package p

//nearcall:source csrc/a.c

//nearcall:func f
//go:noescape
func F(p *byte, n int64) int64
