package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"m/p"
)

func try(x, y int32) (stack string) {
	defer func() {
		r := recover()
		if _, ok := r.(runtime.Error); !ok {
			fmt.Println("recovered:", r)
			os.Exit(1)
		}
		stack = string(debug.Stack())
	}()
	p.F(x, y)
	return ""
}

func main() {
	for _, c := range []struct {
		x, y     int32
		function string
		line     string
	}{{-1, 0, "m/p.__assert_fail(", "csrc/a.c:6 "}, {1, 7, "m/p.__assert_fail(", "csrc/a.c:7 "}, {1, 101, "m/p.abort(", "csrc/a.c:9 "}} {
		if stack := try(c.x, c.y); !strings.Contains(stack, c.function) || !strings.Contains(stack, c.line) {
			fmt.Printf("no %q and %q in\n%s", c.function, c.line, stack)
			os.Exit(1)
		}
		if p.F(2, 3) != 5 {
			os.Exit(1)
		}
	}
}
