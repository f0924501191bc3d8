package main

import "regexp"

// amd64CPU has the levels of the x86-64 psABI. Features are the compiler's -m
// flags for instruction sets, without the -m.
var amd64CPU = cpuRules{
	levels: []string{"x86-64-v1", "x86-64-v2", "x86-64-v3", "x86-64-v4"},
	prefix: "x86-64",
	feature: regexp.MustCompile(`^(?:sse3|ssse3|sse4\.[12]|sse4a|avx|avx2|avx512[a-z0-9]+|avxvnni|fma|fma4|xop|f16c|bmi|bmi2|lzcnt|` +
		`popcnt|tbm|adx|movbe|movdiri|cx16|sahf|aes|vaes|pclmul|vpclmulqdq|sha|gfni|rdrnd|rdseed|clflushopt|clwb|cldemote)$`),
	hint:    "features are the compiler's -m flags without -m, such as x86-64-v3+aes+sha",
	example: "x86-64-v1 x86-64-v3",
}
