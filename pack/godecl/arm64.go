package main

import "regexp"

// arm64CPU has the Arm architecture's first version. Features are what the
// compiler's -march takes behind it.
var arm64CPU = cpuRules{
	levels:  []string{"armv8-a"},
	prefix:  "armv8",
	feature: regexp.MustCompile(`^(?:crc|aes|sha2|sha3|dotprod|lse)$`),
	hint:    "features are what -march takes: crc, aes, sha2, sha3, dotprod, lse, such as armv8-a+crc",
	example: "armv8-a armv8-a+crc",
}
