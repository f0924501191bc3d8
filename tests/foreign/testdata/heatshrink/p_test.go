package p

import (
	"bytes"
	"fmt"
	"testing"
	"unsafe"

	"foreign/check"
	"foreign/native"
)

func pack(in []byte) (out []byte) {
	var state [1024]uint64 // more than C's struct takes
	e := unsafe.Pointer(&state)
	buf := make([]byte, 50)
	EncoderReset(e)
	for done := false; !done; {
		n := 0
		if len(in) > 0 {
			EncoderSink(e, in, &n)
			in = in[n:]
		}
		if len(in) == 0 {
			done = EncoderFinish(e) == 0
		}
		for more := int32(1); more == 1; {
			more = EncoderPoll(e, buf, &n)
			out = append(out, buf[:n]...)
		}
	}
	return out
}

func unpack(in []byte) (out []byte) {
	var state [1024]uint64
	d := unsafe.Pointer(&state)
	buf := make([]byte, 70)
	DecoderReset(d)
	for done := false; !done; {
		n := 0
		if len(in) > 0 {
			DecoderSink(d, in, &n)
			in = in[n:]
		}
		for more := int32(1); more == 1; {
			more = DecoderPoll(d, buf, &n)
			out = append(out, buf[:n]...)
		}
		done = len(in) == 0 && DecoderFinish(d) == 0
	}
	return out
}

func Test(t *testing.T) {
	check.Against(t, "native C, and back", 3000, func(r check.Rand) string {
		in := r.Bytes(1 + r.Size(3000))
		got, want := pack(in), make([]byte, 3*len(in)+100)
		want = want[:native.Pack(in, want)]
		if !bytes.Equal(got, want) {
			return fmt.Sprintf("%d bytes become %d, natively %d", len(in), len(got), len(want))
		}
		if back := unpack(got); !bytes.Equal(back, in) {
			return fmt.Sprintf("%d bytes come back as %d", len(in), len(back))
		}
		return ""
	})
}
