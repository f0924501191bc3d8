package search

import (
	"math/rand"
	"testing"
)

func TestNearest(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for _, size := range []int{1, 3, 16, 100} {
		vectors := make([]int16, size*50)
		for i := range vectors {
			vectors[i] = int16(r.Uint32())
		}
		for i := range 50 {
			query := append([]int16(nil), vectors[i*size:(i+1)*size]...)
			query[0] ^= 1
			index, distance := Nearest(query, vectors)
			wantIndex, want := nearestGo(query, vectors)
			if int64(index) != wantIndex || distance != want || size > 3 && (index != i || distance != 1) {
				t.Errorf("%d of %d: %d at %d, want %d at %d", i, size, index, distance, wantIndex, want)
			}
		}
	}
	if index, _ := Nearest([]int16{1}, nil); index != -1 {
		t.Errorf("found %d among none", index)
	}
}
