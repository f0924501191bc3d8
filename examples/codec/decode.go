package codec

import (
	"encoding/binary"
	"errors"
)

// ErrVarint is returned for a varint that ends too early, or is too large.
var ErrVarint = errors.New("codec: no varint")

// Decode reads all of src as varints and appends them to dst.
func Decode(dst []uint64, src []byte) ([]uint64, error) {
	for len(src) > 0 {
		dst = append(dst, make([]uint64, len(src)/2+1)...)
		room := dst[len(dst)-len(src)/2-1:]
		n, used := decode(room, src)
		dst = dst[:len(dst)-len(room)+int(n)]
		if n == 0 {
			return dst, ErrVarint
		}
		src = src[used:]
	}
	return dst, nil
}

// decodeGo stands in for the C where there is none, and says what it must do.
func decodeGo(dst []uint64, src []byte) (n, used int64) {
	for n < int64(len(dst)) && used < int64(len(src)) {
		x, size := binary.Uvarint(src[used:])
		if size <= 0 {
			break
		}
		dst[n] = x
		n++
		used += int64(size)
	}
	return n, used
}
