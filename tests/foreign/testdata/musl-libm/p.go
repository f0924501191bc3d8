// Package p is functions of musl's src/math.
package p

//nearcall:source csrc/instance.c
//nearcall:libm up/src/math

//nearcall:func my_sin
func Sin(x float64) float64

//nearcall:func my_cos
func Cos(x float64) float64

//nearcall:func my_tan
func Tan(x float64) float64

//nearcall:func my_exp
func Exp(x float64) float64

//nearcall:func my_log
func Log(x float64) float64

//nearcall:func my_pow
func Pow(x, y float64) float64

//nearcall:func my_atan2
func Atan2(y, x float64) float64

//nearcall:func my_cbrt
func Cbrt(x float64) float64

//nearcall:func my_expf
func Expf(x float32) float32
