// Package p is picohttpparser.
package p

import "unsafe"

//nearcall:source up/picohttpparser/picohttpparser.c
//nearcall:cflags -O3

// A Header is a name and a value in the request's text. They are numbers, not
// pointers, since C writes them.
type Header struct{ Name, NameLen, Value, ValueLen uint64 }

//nearcall:func phr_parse_request
//go:noescape
func ParseRequest(buf string, method unsafe.Pointer, methodLen *uint64, path unsafe.Pointer, pathLen *uint64, minor *int32, headers unsafe.Pointer, n *uint64, last uint64) int32

// Chunked is the state of a decoder.
type Chunked struct {
	Left                uint64
	Trailer, Hex, State int8
	_                   [5]byte
}

//nearcall:func phr_decode_chunked
//go:noescape
func DecodeChunked(d *Chunked, buf *byte, size *int) int
