package main

func class(x int64) int32 {
	switch {
	case x < -100:
		return -2
	case x < 0:
		return -1
	case x == 0:
		return 0
	case x < 100:
		return 1
	}
	return 2
}

func wrapped(a, b int64) int64 {
	switch {
	case a < 0:
		return b
	case b < 0:
		return a - 1
	}
	return a + b
}

func quotient(a, b int64) int64 {
	if b == 0 {
		return 0
	}
	return a / b
}

func caseOf(x uint8) int16 {
	switch x {
	case 7:
		return -300
	case 70:
		return 5
	case 200:
		return -600
	}
	return int16(x)
}

// zeroed tells whether Go still has its zero: it clears this array with X15.
//
//go:noinline
func zeroed() bool {
	var a [4]int64
	hold(&a)
	return a == [4]int64{}
}

//go:noinline
func hold(*[4]int64) {}
