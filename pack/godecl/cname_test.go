package main

import "testing"

func TestSnakeCase(t *testing.T) {
	tests := map[string]string{
		"Sum": "sum", "SumU64": "sum_u64", "HTTPServer": "http_server", "XXH3": "xxh3",
		"Hash128": "hash128", "ID": "id", "ScalarBaseMult": "scalar_base_mult",
		"sumU64": "sum_u64", "Sum_U64": "sum_u64", "Sha256Sum": "sha256_sum", "SHA256Sum": "sha256_sum",
		"AES128GCM": "aes128_gcm", "X25519": "x25519", "A": "a", "AB": "ab", "Float64x4": "float64x4",
		"already_snake": "already_snake",
	}
	for name, want := range tests {
		if got := snakeCase(name); got != want {
			t.Errorf("snakeCase(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"func", "func", 0}, {"", "cpu", 3}, {"sorce", "source", 1},
		{"fucn", "func", 2}, {"archives", "archive", 1}, {"kitten", "sitting", 3},
	}
	for _, tt := range tests {
		for _, got := range []int{editDistance(tt.a, tt.b), editDistance(tt.b, tt.a)} {
			if got != tt.want {
				t.Errorf("editDistance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
			}
		}
	}
}
