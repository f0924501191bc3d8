package main

import (
	"fmt"

	"example.com/m/p"
)

func main() {
	done := make(chan uint64)
	go func() { done <- p.Deep(5) }()
	fmt.Println(p.Nine(1, 2, 3, 4, 5, 6, 7, 8, 9), p.Sum([]uint64{1, 2, 3, 4, 5, 6, 7, 8, 9}), <-done)
}
