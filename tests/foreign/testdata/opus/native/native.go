// Package native is opus by way of cgo.
package native

/*
#cgo CFLAGS: -O2 -w -I${SRCDIR}/.. -I${SRCDIR}/../up/include -I${SRCDIR}/../up/celt -I${SRCDIR}/../up/silk -DOPUS_BUILD -DVAR_ARRAYS
#include "up/silk/NLSF2A.c"
#include "up/silk/LPC_inv_pred_gain.c"
#include "up/silk/LPC_fit.c"
#include "up/silk/bwexpander_32.c"
#include "up/silk/table_LSF_cos.c"
#include "up/silk/lin2log.c"
#include "up/silk/log2lin.c"
#include "up/silk/sigm_Q15.c"
#include "up/silk/sort.c"
*/
import "C"

import "unsafe"

func NLSF2A(a, nlsf []int16) {
	C.silk_NLSF2A((*C.opus_int16)(unsafe.Pointer(&a[0])), (*C.opus_int16)(unsafe.Pointer(&nlsf[0])), C.opus_int(len(a)), 0)
}

func Lin2Log(x int32) int32 { return int32(C.silk_lin2log(C.opus_int32(x))) }

func Log2Lin(x int32) int32 { return int32(C.silk_log2lin(C.opus_int32(x))) }

func Sigmoid(x int32) int32 { return int32(C.silk_sigm_Q15(C.opus_int(x))) }

func Sort(a, index []int32, k int) {
	C.silk_insertion_sort_increasing((*C.opus_int32)(unsafe.Pointer(&a[0])), (*C.opus_int)(unsafe.Pointer(&index[0])),
		C.opus_int(len(a)), C.opus_int(k))
}
