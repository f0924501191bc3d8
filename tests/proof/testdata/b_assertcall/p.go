package p

//nearcall:source csrc/a.c

//nearcall:func f
func F(x, y int32) int32
