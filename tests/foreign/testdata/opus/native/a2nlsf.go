package native

/*
#cgo CFLAGS: -O2 -w -I${SRCDIR}/.. -I${SRCDIR}/../up/include -I${SRCDIR}/../up/celt -I${SRCDIR}/../up/silk -DOPUS_BUILD -DVAR_ARRAYS
#include "up/silk/A2NLSF.c"
*/
import "C"

import "unsafe"

func A2NLSF(nlsf []int16, a []int32) {
	C.silk_A2NLSF((*C.opus_int16)(unsafe.Pointer(&nlsf[0])), (*C.opus_int32)(unsafe.Pointer(&a[0])), C.opus_int(len(nlsf)))
}
