package eddsatest

import (
	_ "embed"
	"encoding/hex"
	"strings"
)

//go:embed testdata/rfc8032.txt
var rfc8032 string

// Vector is a test vector of RFC 8032, 7.1.
type Vector struct {
	Seed, Public, Message, Signature []byte
}

// Vectors returns all five of RFC 8032, 7.1.
func Vectors() []Vector {
	var vectors []Vector
	for _, line := range strings.Split(rfc8032, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		var fields [4][]byte
		for i, text := range strings.Fields(line) {
			b, err := hex.DecodeString(strings.TrimPrefix(text, "-"))
			if err != nil {
				panic(err)
			}
			fields[i] = b
		}
		vectors = append(vectors, Vector{fields[0], fields[1], fields[2], fields[3]})
	}
	return vectors
}
