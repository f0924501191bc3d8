package inject

import "fmt"

// A scenario is a command of the tool in a folder.
type scenario struct {
	name   string
	files  map[string]string // of the folder
	first  [][]string        // what is run before
	then   map[string]string // files that are others after that
	args   []string
	status int
	cache  bool   // the cache of what was built is in the folder
	bySize string // a file that has paths of its folder in it, and is known by its size
	every  bool   // in the long test, every point fails once
}

func (s scenario) env(p place) []string {
	if s.cache {
		return []string{"NEARCALL_CACHE=" + p.dir + "/cache"}
	}
	return nil
}

// result has the file that is known by its size as that alone.
func (s scenario) result(r result) result {
	if text, ok := r.files[s.bySize]; ok {
		r.files[s.bySize] = fmt.Sprint(len(text), " bytes")
	}
	return r
}

const (
	subtract = "double f(double x, double y) { return x - y; } long g(long x) { return x * 10; }\n"
	add      = "double f(double x, double y) { return x + y; } long g(long x) { return x * 11; }\n"
	refused  = "double f(double x, double y) { return x + y; } int g(long x) { return x * 11; }\n"
)

func goPackage(name string) string {
	return fmt.Sprintf(`package %s

//nearcall:source csrc/*.c

//nearcall:func f
func F(x, y float64) float64

//nearcall:func g
func G(x int64) int64
`, name)
}

// module has packages of that C.
func module(c string, names ...string) map[string]string {
	files := map[string]string{"go.mod": "module example.com/m\n\ngo 1.23\n"}
	for _, name := range names {
		files[name+"/"+name+".go"] = goPackage(name)
		files[name+"/csrc/a.c"] = c
	}
	return files
}

var build = [][]string{{"build", "p"}}

var scenarios = []scenario{
	{name: "build", files: module(subtract, "p"), first: build, then: module(add, "p"), args: []string{"build", "p"}, every: true},
	{name: "build anew", files: module(add, "p"), args: []string{"build", "p"}},
	{name: "build two", files: module(subtract, "p", "q"), first: [][]string{{"build", "p", "q"}}, then: module(add, "p", "q"),
		args: []string{"build", "p", "q"}},
	{name: "up to date", files: module(subtract, "p"), first: build, args: []string{"build", "p"}, cache: true},
	{name: "cache", files: module(subtract, "p"), first: build, then: module(add, "p"), args: []string{"build", "p"}, cache: true},
	{name: "check", files: module(add, "p"), args: []string{"check", "p"}},
	{name: "refused", files: module(refused, "p"), args: []string{"build", "p"}, status: 1},
	{name: "verify", files: module(add, "p"), first: build, args: []string{"verify", "p"}},
	{name: "changed", files: module(add, "p"), first: build, then: module(subtract, "p"), args: []string{"verify", "p"}, status: 1},
	{name: "archive", files: module(add, "p"), then: map[string]string{"p.a": "old\n"}, args: []string{"archive", "-o", "p.a", "p"}, bySize: "p.a"},
	{name: "stack", files: module(add, "p"), args: []string{"stack", "-json", "p"}},
	{name: "init", files: module(add), args: []string{"init", "fresh"}},
}
