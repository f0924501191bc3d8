//go:build (amd64 || arm64) && !purego

package streamvbyte

//nearcall:source ../../csrc/streamvbyte/streamvbyte.c
//nearcall:cflags -O3

// encode writes numbers to room, which has MaxLen bytes for them, and returns how many they took.
//
//nearcall:func streamvbyte_encode
//go:noescape
func encode(numbers []uint32, room []byte) int

//nearcall:func streamvbyte_encode_delta
//go:noescape
func encodeDelta(numbers []uint32, room []byte, before uint32) int

// decode fills numbers from p, and returns how many bytes they took; -1 if p is too short.
//
//nearcall:func streamvbyte_decode
//go:noescape
func decode(numbers []uint32, p []byte) int

//nearcall:func streamvbyte_decode_delta
//go:noescape
func decodeDelta(numbers []uint32, p []byte, before uint32) int
