package native

// #cgo CFLAGS: -O2 -w -I${SRCDIR}/..
// #include "up/lib/lz4.c"
import "C"
