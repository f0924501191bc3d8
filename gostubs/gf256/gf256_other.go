//go:build (!amd64 && !arm64) || purego

package gf256

// multiply writes the matrix that tables is of, times in, to out: n bytes of each.
func multiply(tables []byte, in, out [][]byte, n int) {
	for _, to := range out {
		to = to[:n]
		clear(to)
		for _, from := range in {
			low, high := (*[16]byte)(tables), (*[16]byte)(tables[tableHigh:])
			for i, b := range from[:n] {
				to[i] ^= low[b&15] ^ high[b>>4]
			}
			tables = tables[tableSize:]
		}
	}
}
