package main

import (
	"strings"
	peer "unicode/utf8"

	"github.com/nearcall/nearcall/gostubs/utf8"
)

const asciiText, mixedText = "plain text ", "Größe: 3 € 😀, 日本語 "

func validText(text string, size int) []byte {
	b := []byte(strings.Repeat(text, (size+len(text)-1)/len(text)))[:size]
	for !peer.Valid(b) { // a character was cut
		b = append([]byte{'x'}, b[:size-1]...)
	}
	return b
}

// validLine sets a validation beside another, of text that is valid.
func validLine(name, peer, text string, near, other func([]byte) bool) kernel {
	return kernel{name, peer, sizes, func(size int) pair {
		b := validText(text, size)
		loop := func(f func([]byte) bool) func(int) {
			return func(n int) {
				for range n {
					if !f(b) {
						panic("valid text is found not to be")
					}
				}
			}
		}
		return pair{loop(near), loop(other)}
	}}
}

func init() {
	kernels = append(kernels, validLine("utf8 ascii", "unicode/utf8", asciiText, utf8.Valid, peer.Valid), validLine("utf8 mixed", "unicode/utf8", mixedText, utf8.Valid, peer.Valid))
}
