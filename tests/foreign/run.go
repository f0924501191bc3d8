package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The outcomes of a code base.
const (
	asIs    = "as it is"
	aided   = "with directives"
	refused = "refused"
)

// A result is what became of a code base.
type result struct {
	codebase
	what    string   // its package's comment
	outcome string   // one of those above
	aids    []string // the directives, flags and own C that it took, or why it is refused
	checks  []string // what the results were held against, with how many inputs
}

// A runner has the folders that all code bases share.
type runner struct {
	root  string // the repository
	stubs string // a folder a code base
	cache string // build/foreign
	tool  string // nearcall
	list  []codebase
}

// limit is for one program that is run.
const limit = 10 * time.Minute

// program runs one and returns all that it printed, and its exit status.
func program(dir string, args ...string) (string, int, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &out
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1", "GOFLAGS=-mod=mod", "GOWORK=off")
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() > 0 {
		return out.String(), exit.ExitCode(), nil
	}
	return out.String(), 0, err
}

// must runs a program that has to succeed.
func must(dir string, args ...string) (string, error) {
	out, status, err := program(dir, args...)
	if err == nil && status != 0 {
		err = fmt.Errorf("exit status %d", status)
	}
	if err != nil {
		err = fmt.Errorf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out, err
}

// module lays out the module of a code base: its stub, with the sources as up.
func (r runner) module(c codebase, source string) (string, error) {
	dir := filepath.Join(r.cache, "run", c.name)
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(r.stubs, c.name))); err != nil {
		return "", err
	}
	if err := os.CopyFS(filepath.Join(dir, "check"), os.DirFS(filepath.Join(r.root, "tests/foreign/check"))); err != nil {
		return "", err
	}
	if err := errors.Join(os.Symlink(source, filepath.Join(dir, "up")), r.needed(dir)); err != nil {
		return "", err
	}
	mod := filepath.Join(dir, "go.mod")
	if _, err := os.Stat(mod); err == nil {
		return dir, nil
	}
	return dir, os.WriteFile(mod, []byte("module foreign\n\ngo 1.23\n"), 0o644)
}

// needed links the sources of the code bases that the file needs names, under
// their names.
func (r runner) needed(dir string) error {
	text, err := os.ReadFile(filepath.Join(dir, "needs"))
	if os.IsNotExist(err) {
		return nil
	}
	for _, name := range strings.Fields(string(text)) {
		i := slices.IndexFunc(r.list, func(c codebase) bool { return c.name == name })
		if i < 0 {
			return fmt.Errorf("needs: there is no %s", name)
		}
		source, err := fetch(r.cache, r.list[i])
		if err != nil {
			return err
		}
		if err := os.Symlink(source, filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return err
}

// run does all for one code base.
func (r runner) run(c codebase) (result, error) {
	res := result{codebase: c}
	source, err := fetch(r.cache, c)
	if err != nil {
		return res, err
	}
	dir, err := r.module(c, source)
	if err != nil {
		return res, err
	}
	if err := res.read(dir); err != nil {
		return res, err
	}
	if err := r.prepare(dir); err != nil {
		return res, err
	}
	if res.outcome == refused {
		return res, r.refuse(dir, res)
	}
	if _, err := must(dir, r.tool, "build", "."); err != nil {
		return res, err
	}
	if _, err := must(dir, "go", "vet", "."); err != nil {
		return res, err
	}
	out, err := must(dir, "go", "test", "-count=1", "-v", ".")
	if err != nil {
		return res, err
	}
	return res, res.held(out)
}

// prepare does what the code base's own build does first: its crate, and what is
// in prepare.sh.
func (r runner) prepare(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, "rust")); err == nil {
		_, err := must(filepath.Join(dir, "rust"), "env", "CARGO_HOME="+filepath.Join(r.cache, "cargo"),
			"CARGO_TARGET_DIR="+filepath.Join(dir, "target"), "cargo", "build", "--quiet", "--release", "--locked")
		if err != nil {
			return err
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "prepare.sh")); err == nil {
		_, err := must(dir, "sh", "prepare.sh")
		return err
	}
	return nil
}

// refuse holds what nearcall says against the first lines of the file refused:
// each is in there.
func (r runner) refuse(dir string, res result) error {
	out, status, err := program(dir, r.tool, "build", ".")
	if err != nil {
		return err
	}
	if status != 1 {
		return fmt.Errorf("%s is to be refused, and nearcall ends with status %d: is it time for a test?\n%s",
			res.name, status, out)
	}
	for _, want := range res.aids {
		if !strings.Contains(out, want) {
			return fmt.Errorf("%s is refused, but not with %q:\n%s", res.name, want, out)
		}
	}
	return nil
}

var heldLine = regexp.MustCompile(`held (\d+) inputs against (.*), seed \d+`)

// fewest inputs say something about a code base.
const fewest = 1000

// held takes from the output of the tests what was compared.
func (res *result) held(out string) error {
	sum := 0
	counts := map[string]int{}
	var against []string
	for _, m := range heldLine.FindAllStringSubmatch(out, -1) {
		n, _ := strconv.Atoi(m[1])
		sum += n
		if counts[m[2]] == 0 {
			against = append(against, m[2])
		}
		counts[m[2]] += n
	}
	if sum < fewest {
		return fmt.Errorf("%s: only %d inputs were held against anything\n%s", res.name, sum, out)
	}
	for _, what := range against {
		res.checks = append(res.checks, fmt.Sprintf("%s (%d)", what, counts[what]))
	}
	return nil
}

var (
	packageDoc = regexp.MustCompile(`(?m)((?:^//.*\n)+)package p$`)
	directive  = regexp.MustCompile(`(?m)^//nearcall:(\S+)[ \t]*(.*)$`)
)

// plainFlag are flags that change nothing about what the code does.
var plainFlag = regexp.MustCompile(`^-(O[0-3s]|I.*|w|W.*)$`)

// read fills in what the stub says of itself.
func (res *result) read(dir string) error {
	files, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if m := packageDoc.FindSubmatch(text); m != nil {
			doc := strings.ReplaceAll(string(m[1]), "\n", " ")
			doc = strings.Join(strings.Fields(strings.ReplaceAll(" "+doc, " //", " ")), " ")
			res.what = strings.TrimPrefix(doc, "Package p is ")
		}
		for _, m := range directive.FindAllSubmatch(text, -1) {
			res.directive(string(m[1]), string(m[2]))
		}
	}
	if res.what == "" {
		return fmt.Errorf("%s: no comment says what the package is", res.name)
	}
	own, _ := filepath.Glob(filepath.Join(dir, "csrc", "shim*"))
	for _, file := range own {
		res.aid("an own " + filepath.Base(file))
	}
	res.outcome = asIs
	if len(res.aids) > 0 {
		res.outcome = aided
	}
	if text, err := os.ReadFile(filepath.Join(dir, "refused")); err == nil {
		res.outcome = refused
		res.aids = strings.Split(strings.TrimSpace(string(text)), "\n")
	}
	return nil
}

func (res *result) aid(what string) {
	if !slices.Contains(res.aids, what) {
		res.aids = append(res.aids, what)
	}
}

// directive notes one that does more than name sources and functions.
func (res *result) directive(name, arguments string) {
	switch name {
	case "archive", "func":
	case "source", "cflags":
		skip := false
		for _, flag := range strings.Fields(arguments) {
			if strings.HasPrefix(flag, "-") && !skip && !plainFlag.MatchString(flag) {
				res.aid("`" + flag + "`")
			}
			skip = flag == "-I"
		}
	default:
		res.aid("`" + strings.TrimSpace(name+" "+arguments) + "`")
	}
}
