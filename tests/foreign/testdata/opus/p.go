// Package p is opus: line spectral frequencies and filters of its SILK, in fixed point.
package p

//nearcall:source up/silk/NLSF2A.c up/silk/A2NLSF.c up/silk/LPC_inv_pred_gain.c up/silk/LPC_fit.c
//nearcall:source up/silk/bwexpander_32.c up/silk/table_LSF_cos.c up/silk/lin2log.c up/silk/log2lin.c
//nearcall:source up/silk/sigm_Q15.c up/silk/sort.c
//nearcall:cflags -O3 -DOPUS_BUILD -DVAR_ARRAYS -I up/include -I up/celt -I up/silk

//nearcall:func silk_NLSF2A
//go:noescape
func NLSF2A(a, nlsf *int16, d, arch int32)

//nearcall:func silk_A2NLSF
//go:noescape
func A2NLSF(nlsf *int16, a *int32, d int32)

//nearcall:func silk_lin2log
func Lin2Log(x int32) int32

//nearcall:func silk_log2lin
func Log2Lin(x int32) int32

//nearcall:func silk_sigm_Q15
func Sigmoid(x int32) int32

//nearcall:func silk_insertion_sort_increasing
//go:noescape
func Sort(a, index *int32, n, k int32)
