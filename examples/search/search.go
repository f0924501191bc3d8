//go:build amd64 && !purego

// Package search finds the nearest of many vectors.
package search

//go:generate nearcall build

//nearcall:source csrc/nearest.c
//nearcall:cflags -O3
//nearcall:cpu x86-64-v1 x86-64-v3

// nearest returns which of the vectors, of len(query) numbers each, has the least
// squared distance to query, and that distance.
//
//nearcall:func nearest
//nearcall:fallback nearestGo
//go:noescape
func nearest(query, vectors []int16) (index int64, distance int64)
