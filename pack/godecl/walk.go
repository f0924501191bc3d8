package main

import (
	"encoding/json"
	"errors"
	"go/build"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/mod/module"
)

// This file finds what ./... stands for without the go command, which reads every
// file of every package, twice, to tell it. Here the files are looked into that say
// nearcall, and no others. Wherever the go command might see it in another way, it is
// asked after all: about a folder, or about everything.

// errAsk says that the go command has to be asked about the pattern.
var errAsk = errors.New("ask the go command")

// surroundings is what the go command says of the tree, in one question.
type surroundings struct {
	modules  map[string]string // path by root folder, of those that are worked on
	releases []string          // tags: go1.1 and up
}

// harmless are flags in GOFLAGS that have no say in which files a package has.
var harmless = []string{"buildvcs", "trimpath", "modcacherw", "mod", "ldflags", "gcflags", "asmflags", "p"}

// walk returns the packages with directives that a pattern DIR/... stands for, by
// path; or errAsk.
func (l loader) walk(pattern string) ([]Listed, error) {
	root, ok := strings.CutSuffix(pattern, "/...")
	local := root == "." || root == ".." || strings.HasPrefix(root, "./") || strings.HasPrefix(root, "../") || filepath.IsAbs(root)
	if !ok || !local || strings.Contains(root, "...") || slices.ContainsFunc(strings.Split(filepath.ToSlash(root), "/"), unwalked) {
		return nil, errAsk
	}
	if !filepath.IsAbs(root) {
		root = filepath.Join(l.dir, root)
	}
	about, err := l.surroundings()
	if err != nil {
		return nil, err
	}
	root = filepath.Clean(root)
	top := moduleRoot(root)
	prefix, ours := about.modules[top]
	if !ours {
		return nil, errAsk
	}
	folders, err := goFolders(root, false)
	if err != nil {
		return nil, err
	}
	for i, f := range folders {
		rel, err := filepath.Rel(top, f.dir)
		if err != nil {
			return nil, errAsk
		}
		folders[i].path = path.Join(prefix, filepath.ToSlash(rel))
	}
	return l.settle(pattern, l.lookInto(folders, about.releases))
}

// settle asks about the folders that were left open.
func (l loader) settle(pattern string, found []Listed) ([]Listed, error) {
	var all []Listed
	for _, f := range found {
		f.Dir = l.nameFolder(pattern, f.Dir)
		if f.Directives {
			all = append(all, f)
			continue
		}
		name := f.Dir
		if !filepath.IsAbs(name) && !strings.HasPrefix(name, "../") {
			name = "./" + name
		}
		more, err := l.ask(name)
		if err != nil {
			return nil, err
		}
		for _, m := range more {
			if m.Directives || m.Error != "" {
				all = append(all, m)
			}
		}
	}
	if len(all) == 0 {
		return nil, errAsk // is there no package, or none with directives?
	}
	slices.SortFunc(all, func(a, b Listed) int { return strings.Compare(a.Path, b.Path) })
	return all, nil
}

// unwalked reports whether patterns pass over a folder of the name, or see what is
// below it in a way of its own.
func unwalked(name string) bool {
	hidden := strings.HasPrefix(name, ".") && name != "." && name != ".."
	return hidden || strings.HasPrefix(name, "_") || name == "testdata" || name == "vendor"
}

// isModule reports whether a module begins in the folder.
func isModule(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil && !info.IsDir()
}

// moduleRoot is the folder that the module of a folder begins in; or "".
func moduleRoot(dir string) string {
	for ; !isModule(dir); dir = filepath.Dir(dir) {
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
	return dir
}

// goFolder is a folder with Go files.
type goFolder struct {
	dir, path string   // where it is, and how it is imported
	files     []string // names, without tests
}

// goFolders walks a tree as the go command does. Links to folders are not followed,
// other modules left alone. A folder named vendor may be a package, but none below it is
// one of these. An error may hide a match, so the go command is to tell it.
func goFolders(root string, vendored bool) ([]goFolder, error) {
	entries, err := os.ReadDir(root + "/") // the root may be a link
	if err != nil {
		return nil, errAsk
	}
	here := goFolder{dir: root}
	var all []goFolder
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() {
			if below := filepath.Join(root, name); !vendored && (name == "vendor" || !unwalked(name)) && !isModule(below) {
				more, err := goFolders(below, name == "vendor")
				if err != nil {
					return nil, err
				}
				all = append(all, more...)
			}
		} else if isGoFile(name) {
			here.files = append(here.files, name)
		}
	}
	if len(here.files) > 0 {
		all = append(all, here)
	}
	return all, nil
}

// isGoFile reports whether a file of the name can be one of a package, tests left out.
func isGoFile(name string) bool {
	return strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && !strings.HasPrefix(name, "_") &&
		!strings.HasPrefix(name, ".")
}

// lookInto returns the folders whose Go files have directives, and, without
// Directives, those that the go command has to be asked about.
func (l loader) lookInto(folders []goFolder, releases []string) []Listed {
	var found []Listed
	var guard sync.Mutex
	var all sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		all.Add(1)
		go func() {
			defer all.Done()
			context := contextOf(l.arch, releases)
			for i := w; i < len(folders); i += workers {
				if speaks, open := look(context, folders[i]); speaks || open {
					guard.Lock()
					found = append(found, Listed{Dir: folders[i].dir, Path: folders[i].path, Directives: !open})
					guard.Unlock()
				}
			}
		}()
	}
	all.Wait()
	return found
}

// contextOf is what the go command compares build constraints with, but for tags with
// a dot, such as amd64.v3: it knows which of these hold.
func contextOf(arch string, releases []string) build.Context {
	c := build.Default
	c.GOOS, c.GOARCH, c.Compiler, c.BuildTags, c.ToolTags, c.ReleaseTags = "linux", arch, "gc", nil, nil, releases
	c.Dir = ""
	return c
}

var dottedTag = regexp.MustCompile(`(?m)^\s*//\s*(?:go:build|\+build)\b.*\.[a-z]`)

// look reports whether a file of the folder that may be built, with cgo or without,
// has a directive; and whether the go command has to be asked.
func look(c build.Context, f goFolder) (speaks, open bool) {
	for _, name := range f.files {
		text, said := directiveIn(filepath.Join(f.dir, name))
		if !said {
			continue
		}
		if dottedTag.Match(text) {
			return false, true
		}
		speaks = speaks || matches(c, f.dir, name)
	}
	return speaks, speaks && module.CheckImportPath(f.path) != nil
}

// matches reports whether the constraints of a file hold, with cgo or without.
func matches(c build.Context, dir, name string) bool {
	for _, cgo := range []bool{true, false} {
		c.CgoEnabled = cgo
		if ok, err := c.MatchFile(dir, name); ok || err != nil {
			return true // what cannot be read is said later
		}
	}
	return false
}

// surroundings asks the go command, which is errAsk's business if there is
// something of which walk knows nothing.
func (l loader) surroundings() (surroundings, error) {
	var env struct{ GOVERSION, GOFLAGS string }
	var envErr error
	var asked sync.WaitGroup
	asked.Add(1)
	go func() {
		defer asked.Done()
		var out []byte
		if out, envErr = l.goCommand("env", "-json", "GOVERSION", "GOFLAGS"); envErr == nil {
			envErr = json.Unmarshal(out, &env)
		}
	}()
	out, err := l.goCommand("list", "-m", "-json")
	asked.Wait()
	releases, known := releaseTags(env.GOVERSION)
	if err != nil || envErr != nil || !known || slices.ContainsFunc(strings.Fields(env.GOFLAGS), isHarmful) {
		return surroundings{}, errAsk
	}
	modules, err := mainModules(out)
	return surroundings{modules, releases}, err
}

// goCommand is what the go command prints.
func (l loader) goCommand(args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Env = l.dir, l.env(false)
	return cmd.Output()
}

// isHarmful reports whether a word of GOFLAGS may decide which files are built.
func isHarmful(word string) bool {
	name, _, _ := strings.Cut(strings.TrimLeft(word, "-"), "=")
	return !slices.Contains(harmless, name)
}

// releaseTags are those of a version such as go1.26.8: go1.1 to go1.26.
func releaseTags(version string) (tags []string, ok bool) {
	words := strings.FieldsFunc(version, func(c rune) bool { return c < '0' || c > '9' })
	if !strings.HasPrefix(version, "go1.") || len(words) < 2 {
		return nil, false
	}
	last, err := strconv.Atoi(words[1])
	for i := 1; i <= last; i++ {
		tags = append(tags, "go1."+strconv.Itoa(i))
	}
	return tags, err == nil
}

// mainModules reads what go list -m -json prints: one module, or all of a workspace.
// A module that has folders ignored is for the go command.
func mainModules(out []byte) (map[string]string, error) {
	modules := map[string]string{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var m struct{ Path, Dir, GoMod string }
		if err := dec.Decode(&m); errors.Is(err, io.EOF) {
			return modules, nil
		} else if err != nil || m.Dir == "" || m.Path == "" || m.Path == "std" || m.Path == "cmd" {
			return nil, errAsk
		}
		text, err := os.ReadFile(m.GoMod)
		if err != nil || strings.Contains(string(text), "ignore") {
			return nil, errAsk
		}
		modules[m.Dir] = m.Path
	}
}
