package p

import "unsafe"

//nearcall:source csrc/a.c
//nearcall:calls reduce add most

//nearcall:func
func Start(r unsafe.Pointer, kind int32)

//nearcall:func
func Reduce(r unsafe.Pointer, xs []int64) int64
