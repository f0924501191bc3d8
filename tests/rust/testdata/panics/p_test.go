package p

import (
	"math"
	"os"
	"runtime"
	"strings"
	"testing"
)

// wrong is the panic of a call, and the function that it comes from.
func wrong(b []byte, way uint32, i, j uint) (err any, function string) {
	defer func() {
		err = recover()
		pcs := make([]uintptr, 20)
		frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
		for after := false; err != nil; {
			f, more := frames.Next()
			if after && !strings.HasPrefix(f.Function, "runtime.") {
				function = f.Function
				break
			}
			after = after || f.Function == "runtime.sigpanic"
			if !more {
				break
			}
		}
	}()
	GoWrong(b, way, i, j)
	return
}

func TestPanics(t *testing.T) {
	text := []byte("seventeen letters")
	rows := []struct {
		way   uint32
		right [2]uint
		want  uint
		wrong [2]uint
		b     []byte
		of    string // part of the function's name
	}{
		{0, [2]uint{1, 0}, 'e', [2]uint{17, 0}, text, "panic_bounds_check"},
		{1, [2]uint{2, 5}, 3, [2]uint{5, 2}, text, "slice_index"},
		{1, [2]uint{2, 5}, 3, [2]uint{5, 18}, text, "slice_index"},
		{2, [2]uint{0, 0}, 's', [2]uint{17, 0}, text, "option13unwrap_failed"},
		{3, [2]uint{0, 0}, 's', [2]uint{17, 0}, text, "expect_failed"},
		{4, [2]uint{9, 2}, 4, [2]uint{9, 0}, text, "div_by_zero"},
		{5, [2]uint{4, 0}, 's', [2]uint{5, 0}, text, "len_mismatch_fail"},
		{6, [2]uint{0, 0}, 17, [2]uint{0, 0}, []byte("no \xff"), "result13unwrap_failed"},
		{7, [2]uint{3, 4}, 3, [2]uint{4, 3}, text, "panic_fmt"},
		{8, [2]uint{3, 3}, 3, [2]uint{4, 3}, text, "assert_failed"},
		{9, [2]uint{3, 3}, 6, [2]uint{4, math.MaxUint}, text, "expect_failed"},
		{10, [2]uint{3, 0}, 3, [2]uint{3, 1}, text, "panic_already_borrowed"},
		{11, [2]uint{8, 0}, 3, [2]uint{0, 0}, text, "panic_for_nonpositive_argument"},
		{12, [2]uint{8, 5}, 10, [2]uint{8, 0}, text, "rem_by_zero"},
		{13, [2]uint{8, 0}, 3, [2]uint{0, 0}, text, "panic"},
		{14, [2]uint{8, 0}, 9, [2]uint{18, 0}, text, "panic"},
		{15, [2]uint{8, 9}, 1, [2]uint{9, 8}, text, "slice_error_fail"},
		{99, [2]uint{0, 0}, 0, [2]uint{0, 0}, text, "panic_fmt"},
	}
	for _, r := range rows {
		if r.way < 99 {
			if got := GoWrong(text, r.way, r.right[0], r.right[1]); got != r.want {
				t.Errorf("way %d gives %d, want %d", r.way, got, r.want)
			}
		}
		if os.Getenv("PROFILE") == "fat" {
			r.of = "4core" // LLVM makes one of several panics
		}
		err, function := wrong(r.b, r.way, r.wrong[0], r.wrong[1])
		e, ok := err.(runtime.Error)
		if !ok || !strings.Contains(e.Error(), "nil pointer dereference") || !strings.Contains(function, r.of) {
			t.Errorf("way %d: %v in %s, want a run-time panic in %s", r.way, err, function, r.of)
		}
	}
}
