package stack

import (
	"context"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// program is one C file and the functions of it that are called.
type program struct {
	id      int
	name    string // prefix of all its functions
	text    string
	config  config
	entries []entry
	globals *globals // nil: none
}

// entry is a C function and what Go code would call it by.
type entry struct {
	c, goName, goDecl string
	kinds             string // of its arguments, as painted takes them
	trait             trait
}

// csmithInclude finds the folder of safe_math.h.
func csmithInclude() string {
	for _, pattern := range []string{"/usr/include/csmith*", "/usr/local/include/csmith*"} {
		dirs, _ := filepath.Glob(pattern)
		for _, d := range dirs {
			if _, err := os.Stat(filepath.Join(d, "safe_math.h")); err == nil {
				return d
			}
		}
	}
	return ""
}

// shapes are options that make programs differ in kind.
var shapes = [][]string{
	{"--max-funcs", "6"},
	{"--max-funcs", "12", "--max-block-size", "3", "--max-block-depth", "3"},
	{"--max-funcs", "4", "--max-struct-fields", "20", "--max-array-len-per-dim", "12"},
	{"--max-funcs", "8", "--no-bitfields", "--max-expr-complexity", "5"},
	{"--max-funcs", "20", "--max-block-size", "2", "--max-block-depth", "2"},
	{"--max-funcs", "5", "--no-volatiles", "--max-pointer-depth", "3"},
}

// main and the checksum are of no use here.
var csmithFlags = []string{"--no-checksum", "--nomain", "--quiet", "--concise"}

// newProgram asks csmith for program i of a run. Some seeds keep csmith busy
// forever; they are replaced by others.
func (c *Config) newProgram(ctx context.Context, dir string, i int) (*program, error) {
	rng := rand.New(rand.NewSource(c.Seed + int64(i)*0x9e3779b9))
	var err error
	for range 20 {
		args := append([]string{"--seed", fmt.Sprint(rng.Uint32())}, csmithFlags...)
		args = append(args, shapes[i%len(shapes)]...)
		if !configOf(i).globals {
			args = append(args, "--no-global-variables")
		}
		try, cancel := context.WithTimeout(ctx, 10*time.Second)
		cmd := exec.CommandContext(try, "csmith", args...)
		cmd.Dir = dir // it writes platform.info there
		var out []byte
		out, err = cmd.Output()
		cancel()
		if err == nil && len(out) < 150_000 {
			return freestanding(i, string(out), c.PerFile), nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return nil, fmt.Errorf("csmith made no program %d: %v", i, err)
}

var (
	csmithName  = regexp.MustCompile(`\bfunc_(\d+)\b`)
	safeName    = regexp.MustCompile(`\bsafe_`)
	csmithProto = regexp.MustCompile(`(?m)^static ([^;{}=()]*?)\s*\bfunc_(\d+)\((.*)\);$`)
	paramName   = regexp.MustCompile(`\s*\bp_\d+$`)
)

// freestanding turns a program of csmith into one for nearcall: functions get
// names that are unique in a batch, and some become visible.
func freestanding(id int, text string, limit int) *program {
	p := &program{id: id, name: fmt.Sprintf("p%d", id), config: configOf(id)}
	var tail strings.Builder
	visible := map[string]bool{}
	for _, m := range csmithProto.FindAllStringSubmatch(text, -1) {
		if len(p.entries) >= limit {
			break
		}
		result, number, params := m[1], m[2], m[3]
		e := entry{c: p.name + "_func_" + number, goName: fmt.Sprintf("P%dFunc%s", id, number)}
		args, ok := goParams(&e, params)
		goResult, _, scalar := goType(result)
		switch {
		case !ok:
			continue
		case scalar:
			visible[number] = true
			e.goDecl = fmt.Sprintf("func %s(%s) %s", e.goName, args, goResult)
		case number == "1": // results in memory are the job of a function around it
			fmt.Fprintf(&tail, "\nvoid %s_whole(void *out)\n{\n    %s r = func_1();\n    __builtin_memcpy(out, &r, sizeof r);\n}\n", p.name, result)
			e.c, e.kinds = p.name+"_whole", "p"
			e.goDecl = fmt.Sprintf("func %s(out unsafe.Pointer)", e.goName)
		default:
			continue
		}
		p.entries = append(p.entries, e)
	}
	text = regexp.MustCompile(`(?m)^static (.*?\bfunc_(\d+)\()`).ReplaceAllStringFunc(text, func(line string) string {
		number := csmithName.FindStringSubmatch(strings.TrimSuffix(line, "("))[1]
		attribute := ""
		if p.config.noinline {
			attribute = "__attribute__((noinline)) "
		}
		if visible[number] {
			return attribute + strings.TrimPrefix(line, "static ")
		}
		return attribute + line
	})
	text = strings.ReplaceAll(text, "volatile uint64_t csmith_sink_ = 0;", "")
	text, p.globals = moveGlobals(text)
	text = csmithName.ReplaceAllString(text+tail.String(), p.name+"_func_$1")
	p.text = safeName.ReplaceAllString(text, p.name+"_safe_")
	return p
}

// goParams gives the parameter list in Go and notes the kinds; false if a
// parameter is of a type that painted cannot pass.
func goParams(e *entry, params string) (string, bool) {
	if strings.TrimSpace(params) == "void" {
		return "", true
	}
	var list []string
	for i, param := range strings.Split(params, ",") {
		g, kind, ok := goType(paramName.ReplaceAllString(param, ""))
		if !ok {
			return "", false
		}
		e.kinds += string(kind)
		list = append(list, fmt.Sprintf("a%d %s", i, g))
	}
	return strings.Join(list, ", "), len(list) <= 6
}

var goTypes = map[string]struct {
	name string
	kind byte
}{
	"int8_t": {"int8", 'b'}, "uint8_t": {"uint8", 'B'},
	"int16_t": {"int16", 'h'}, "uint16_t": {"uint16", 'H'},
	"int32_t": {"int32", 'w'}, "uint32_t": {"uint32", 'W'},
	"int64_t": {"int64", 'q'}, "uint64_t": {"uint64", 'Q'},
}

// goType is the Go type for a C type: integers, and pointers to what holds no
// pointers itself.
func goType(c string) (name string, kind byte, ok bool) {
	c = strings.NewReplacer("const", "", "volatile", "").Replace(c)
	c = strings.Join(strings.Fields(c), " ")
	if t, found := goTypes[c]; found {
		return t.name, t.kind, true
	}
	if strings.HasSuffix(c, "*") && strings.Count(c, "*") == 1 {
		return "unsafe.Pointer", 'p', true
	}
	return "", 0, false
}
