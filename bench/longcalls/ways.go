package main

import (
	"github.com/nearcall/nearcall/bench/longcalls/near"
	"github.com/nearcall/nearcall/bench/longcalls/viacgo"
)

const rounds = 8 // of ROUNDS in kernel.h

//go:noinline
func hashGo(acc uint64, xs []uint64) uint64 {
	for _, x := range xs {
		acc ^= x
		for range rounds {
			acc ^= acc << 13
			acc ^= acc >> 7
			acc ^= acc << 17
		}
	}
	return acc
}

// way is a way to call the kernel. empty makes so many calls that have nothing to do, each with
// the result of the one before, by name: a call through a value would cost another one.
type way struct {
	name  string
	hash  func(acc uint64, xs []uint64) uint64
	empty func(acc uint64, times int) uint64
}

// The ways that others are compared with.
const byGo, plain, yield, blocking, byCgo = 0, 1, 3, 4, 5

var ways = []way{
	byGo: {"pure Go", hashGo, func(acc uint64, times int) uint64 {
		for range times {
			acc = hashGo(acc, nil)
		}
		return acc
	}},
	plain: {"plain", near.Plain, func(acc uint64, times int) uint64 {
		for range times {
			acc = near.Plain(acc, nil)
		}
		return acc
	}},
	{"chunk, 4 KiB", near.Chunk, func(acc uint64, times int) uint64 {
		for range times {
			acc = near.Chunk(acc, nil)
		}
		return acc
	}},
	yield: {"yield, every 4 KiB", yielding, func(acc uint64, times int) uint64 {
		for range times {
			_, acc, _ = near.Yield(nil, 0, acc)
		}
		return acc
	}},
	blocking: {"blocking", near.Blocking, func(acc uint64, times int) uint64 {
		for range times {
			acc = near.Blocking(acc, nil)
		}
		return acc
	}},
	byCgo: {"cgo", viacgo.Hash, func(acc uint64, times int) uint64 {
		for range times {
			acc = viacgo.Hash(acc, nil)
		}
		return acc
	}},
}

func yielding(acc uint64, xs []uint64) uint64 {
	_, acc, _ = near.Yield(xs, 0, acc)
	return acc
}
