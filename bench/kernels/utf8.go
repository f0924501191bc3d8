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

func utf8Line(name, text string) kernel {
	k := kernel{name, "unicode/utf8", sizes, nil}
	k.pair = func(size int) pair {
		b := validText(text, size)
		loop := func(f func([]byte) bool) func(int) {
			return func(n int) {
				for range n {
					if f(b) {
						sink++
					}
				}
			}
		}
		return pair{loop(utf8.Valid), loop(peer.Valid)}
	}
	return k
}

func init() {
	kernels = append(kernels, utf8Line("utf8 ascii", asciiText), utf8Line("utf8 mixed", mixedText))
}
