package main

import "testing"

// TestPairs does each job once: that both sides run, and where they can be compared, agree.
func TestPairs(t *testing.T) {
	for _, k := range kernels {
		for _, size := range k.sizes {
			if size <= 4<<10 {
				p := k.pair(size)
				p.near(1)
				p.peer(1)
			}
		}
	}
}
