package xxh3_test

import (
	"fmt"

	"github.com/nearcall/nearcall/gostubs/xxh3"
)

func ExampleSum64() {
	fmt.Printf("%016x\n", xxh3.Sum64([]byte("abc")))
	// Output: 78af5f94892f3950
}

func ExampleSum64Seed() {
	abc := []byte("abc")
	fmt.Println(xxh3.Sum64Seed(abc, 0) == xxh3.Sum64(abc))
	fmt.Println(xxh3.Sum64Seed(abc, 1) == xxh3.Sum64(abc))
	// Output:
	// true
	// false
}

func ExampleSum128() {
	fmt.Printf("%x\n", xxh3.Sum128([]byte("abc")).Bytes())
	// Output: 06b05ab6733a618578af5f94892f3950
}
