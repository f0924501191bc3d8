// Package p is aklomp's base64, its plain codec.
package p

//nearcall:source up/base64/lib/arch/generic/codec.c up/base64/lib/tables/tables.c
//nearcall:cflags -O3 -I up/base64/include -I include

type State struct {
	EOF, Bytes, Flags int32
	Carry             uint8
}

//nearcall:func base64_stream_encode_plain
//go:noescape
func Encode(s *State, src string, out *byte, outLen *int)

//nearcall:func base64_stream_decode_plain
//go:noescape
func Decode(s *State, src string, out *byte, outLen *int) int32
