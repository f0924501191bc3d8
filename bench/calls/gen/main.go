// Command gen writes the parts of the suite that are one text many times over:
// the Go functions of the forms, the wrappers of cgo, and a loop for each way
// and form. A loop calls its function by name; one loop for all would have to
// call through a pointer, and that would be measured too.
//
//	go run ./gen        (in bench/calls)
package main

import (
	"bytes"
	"embed"
	"fmt"
	"go/format"
	"os"
	"strings"
	"text/template"
)

//go:embed *.tmpl
var templates embed.FS

// A form is one list of arguments.
type form struct {
	Name string   // of the Go function; in small letters that of the benchmark
	Args []string // names, the first carries the chain
	Type string   // of the arguments
	Body string   // what the Go function does
}

var forms = []form{
	{"Int0", nil, "uint64", "return 1"},
	{"Int1", []string{"x"}, "uint64", "return x + 1"},
	{"Int2", names(2), "uint64", "return b + x"},
	{"Int4", names(4), "uint64", "return " + mix(names(4)) + " + x"},
	{"Int6", names(6), "uint64", "return " + mix(names(6)) + " + x"},
	{"Int8", names(8), "uint64", "return " + mix(names(8)) + " + x"},
	{"Int12", names(12), "uint64", "return " + mix(names(12)) + " + x"},
	{"Float1", []string{"x"}, "float64", "return x + 1"},
	{"Float4", names(4), "float64", "return " + strings.Join(names(4)[1:], " + ") + " + x"},
	{"Float8", names(8), "float64", "return " + strings.Join(names(8)[1:], " + ") + " + x"},
	{"Slice", []string{"xs"}, "[]uint64", "return xs[len(xs)-1]"},
	{"Struct16", []string{"s"}, "form.S16", "return s.B + s.A"},
	{"Struct48", []string{"s"}, "form.S48", "return ((((s.B + s.C) ^ s.D) + s.E) ^ s.F) + s.A"},
	{"Frame", []string{"x"}, "uint64", "var slots [16][2]uint64\nslots[x&15] = [2]uint64{x, x}\nreturn slots[(x+1)&15][0] + x + 1"},
}

// names returns the names of n arguments. There is no g, which in Go assembly
// is the goroutine.
func names(n int) []string {
	return strings.Split("x b c d e f h i j k l m", " ")[:n]
}

// mix is what csrc/calls.c computes of all arguments but x.
func mix(args []string) string {
	sum := args[1]
	for i, arg := range args[2:] {
		sum = "(" + sum + " " + []string{"+", "^"}[i%2] + " " + arg + ")"
	}
	return sum
}

// Lower is the form's name in benchmarks and, after calls_, in C.
func (f form) Lower() string { return strings.ToLower(f.Name) }

// Result is the type of the result.
func (f form) Result() string {
	if f.Type == "float64" {
		return "float64"
	}
	return "uint64"
}

// Params is the list of parameters.
func (f form) Params() string {
	if len(f.Args) == 0 {
		return ""
	}
	return strings.Join(f.Args, ", ") + " " + f.Type
}

// Call is the statement that a loop repeats.
func (f form) Call(function string) string {
	rest := ""
	for i := 1; i < max(len(f.Args), 1); i++ {
		rest += fmt.Sprintf(", %d", i+1)
	}
	switch f.Type {
	case "[]uint64":
		return "x = " + function + "(xs[:x])"
	case "form.S16":
		return "x = " + function + "(form.S16{A: x, B: 2})"
	case "form.S48":
		return "x = " + function + "(form.S48{A: x, B: 2, C: 3, D: 4, E: 5, F: 6})"
	}
	if len(f.Args) == 0 {
		return "x += " + function + "()"
	}
	return "x = " + function + "(x" + rest + ")"
}

// CArgs are the arguments as cgo wants them.
func (f form) CArgs() string {
	switch f.Type {
	case "[]uint64":
		return "(*C.uint64_t)(unsafe.SliceData(xs)), C.size_t(len(xs))"
	case "form.S16":
		return "*(*C.struct_s16)(unsafe.Pointer(&s))"
	case "form.S48":
		return "*(*C.struct_s48)(unsafe.Pointer(&s))"
	}
	to := map[string]string{"uint64": "C.uint64_t", "float64": "C.double"}[f.Type]
	var args []string
	for _, arg := range f.Args {
		args = append(args, to+"("+arg+")")
	}
	return strings.Join(args, ", ")
}

// A way is one way to call.
type way struct {
	Name   string // in benchmarks
	Pkg    string // below ways/
	Suffix string // of the function's name, where one package has two ways
}

var (
	inline  = way{"Inline", "inline", ""}
	goCall  = way{"Go", "plain", ""}
	withCgo = []way{
		inline, goCall,
		{"GoAsm", "goasm", ""},
		{"Nearcall", "near", ""},
		{"Rustgo2017", "rustgo", ""},
		{"Cgo", "cgo", ""},
		{"CgoNoescape", "cgo", "NoEscape"},
		{"Purego", "pure", ""},
	}
	archived = []way{{"GoBesideArchive", "plain", ""}, {"NearcallArchive", "near", ""}}
)

// An output is a file to be written.
type output struct {
	file, template string
	data           map[string]any
}

// outputs are all files.
func outputs() []output {
	list := []output{
		{"ways/inline/inline.go", "functions.tmpl", map[string]any{"Way": inline, "Forms": forms}},
		{"ways/plain/plain.go", "functions.tmpl", map[string]any{"Way": goCall, "Forms": forms}},
		{"ways/cgo/cgo.go", "cgo.tmpl", map[string]any{"Forms": forms}},
		{"ways/cgo/noescape.go", "noescape.tmpl", map[string]any{"Forms": forms}},
		{"loops/kernelloops.go", "kernels.tmpl",
			map[string]any{"Build": "amd64 && cgo", "Suffix": "", "Kernels": kernels}},
		{"loops/kernelloops_noescape.go", "kernels.tmpl",
			map[string]any{"Build": "amd64 && cgo && go1.24", "Suffix": "NoEscape", "Kernels": noEscape()}},
	}
	loops := func(dir, pkg, build string, w way) {
		list = append(list, output{dir + strings.ToLower(w.Name) + ".go", "loops.tmpl",
			map[string]any{"Package": pkg, "Build": build, "Way": w, "Forms": forms}})
	}
	for _, w := range withCgo {
		build := "amd64 && cgo"
		if w.Suffix != "" {
			build += " && go1.24" // before, cgo did not know the promises
		}
		loops("loops/", "loops", build, w)
	}
	for _, w := range archived {
		loops("cmd/archived/", "main", "amd64", w)
	}
	return list
}

// render is the text of a file.
func (o output) render() ([]byte, error) {
	var text bytes.Buffer
	if err := template.Must(template.ParseFS(templates, o.template)).Execute(&text, o.data); err != nil {
		return nil, err
	}
	return format.Source(text.Bytes())
}

func main() {
	for _, o := range outputs() {
		text, err := o.render()
		if err == nil {
			err = os.WriteFile(o.file, text, 0o666)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "gen: %s: %v\n", o.file, err)
			os.Exit(1)
		}
	}
}
