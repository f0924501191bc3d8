// Package p is picohttpparser.
package p

//nearcall:source up/picohttpparser/picohttpparser.c
//nearcall:cflags -O3

// A Header is a name and a value in the request's text.
type Header struct{ Name, Value string }

//nearcall:func phr_parse_request
func ParseRequest(buf string, method **byte, methodLen *int, path **byte, pathLen *int, minor *int32, headers *Header, n *int, last int) int32

//nearcall:func phr_decode_chunked
//go:noescape
func DecodeChunked(d *Chunked, buf *byte, size *int) int

// Chunked is the state of a decoder.
type Chunked struct {
	Left    uint64
	Trailer int8
	Hex     int8
	State   int8
	_       [5]byte
}
