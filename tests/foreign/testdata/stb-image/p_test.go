package p

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"testing"
	"unsafe"

	"foreign/check"
)

func picture(r check.Rand) image.Image {
	size := image.Rect(0, 0, 1+r.IntN(60), 1+r.IntN(60))
	switch r.IntN(4) {
	case 0:
		p := image.NewGray(size)
		copy(p.Pix, r.Bytes(len(p.Pix)))
		return p
	case 1:
		p := image.NewPaletted(size, color.Palette{color.Black, color.White, color.RGBA{200, 100, 50, 255}})
		for i := range p.Pix {
			p.Pix[i] = byte(r.IntN(3))
		}
		return p
	}
	p := image.NewNRGBA(size)
	copy(p.Pix, r.Bytes(len(p.Pix)))
	return p
}

func Test(t *testing.T) {
	room, out := make([]uint64, 1<<18), make([]byte, 4*60*60)
	check.Against(t, "image/png", 1500, func(r check.Rand) string {
		want := picture(r)
		var file bytes.Buffer
		encoder := png.Encoder{CompressionLevel: png.CompressionLevel(-r.IntN(4))}
		if err := encoder.Encode(&file, want); err != nil {
			return err.Error()
		}
		b := file.Bytes()
		var w, h int32
		if Load(unsafe.Pointer(&room[0]), 8*len(room), &b[0], int32(len(b)), &out[0], &w, &h) == 0 {
			return "it is not decoded"
		}
		if int(w) != want.Bounds().Dx() || int(h) != want.Bounds().Dy() {
			return fmt.Sprintf("%d by %d, not %v", w, h, want.Bounds())
		}
		for y := range int(h) {
			for x := range int(w) {
				got := color.NRGBA{out[4*(y*int(w)+x)], out[4*(y*int(w)+x)+1], out[4*(y*int(w)+x)+2], out[4*(y*int(w)+x)+3]}
				if c := color.NRGBAModel.Convert(want.At(x, y)); c != got {
					return fmt.Sprintf("%d, %d: %v, not %v", x, y, got, c)
				}
			}
		}
		return ""
	})
}
