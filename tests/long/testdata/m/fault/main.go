// Fault recovers from a fault in a call that yields, and cannot from one in the blocking
// call that is named.
package main

import (
	"os"
	"unsafe"

	"example.com/m/p"
)

//go:noinline
func caller(kind string) {
	switch kind {
	case "nil":
		p.Peek(nil)
	case "address":
		p.Peek((*uint64)(unsafe.Add(nil, len(os.Args)<<44))) // nothing is there
	case "below":
		p.PeekBelow(nil)
	case "division":
		p.Divide(1, len(os.Args)-2)
	}
}

func try(f func()) {
	defer func() { println("recovered", recover() != nil) }()
	f()
}

func main() {
	try(func() { p.Walk(nil) })
	try(func() { caller(os.Args[1]) })
}
