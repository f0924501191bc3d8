package main

import (
	"encoding/binary"
	"os"

	"m/p"
)

func main() {
	data := make([]byte, 160)
	for i := range data {
		data[i] = byte(i * i / 3)
	}
	copy(data[32:], "equal***equal***")
	want := uint64(1)
	for b := data; len(b) >= 16; b = b[16:] {
		want = (want ^ binary.LittleEndian.Uint64(b)) * 31
		if string(b[:8]) == string(b[8:16]) {
			want++
		}
		want += uint64(uint32(0x5a5a5a5a + binary.LittleEndian.Uint32(b)))
	}
	if got := p.Words(data); got != want {
		println(got, want)
		os.Exit(1)
	}
}
