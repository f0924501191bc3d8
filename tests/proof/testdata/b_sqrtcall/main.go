package main

import (
	"math"
	"os"

	"m/p"
)

func main() {
	for _, v := range [][2]float64{{3, -4}, {-0.5, 2.25}, {1e10, -0.75}} {
		x, y := v[0], v[1]
		a, b, c := x*x, y*y, math.Abs(x)
		want := math.Sqrt(a+b) + c + math.Copysign(1, y) + math.Floor(y)
		if got := p.F(x, y); got != want {
			println(got, want)
			os.Exit(1)
		}
	}
}
