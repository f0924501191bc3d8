// Package tools shows that the tools that Go programmers use work over what nearcall writes: docs/tools.md has what
// they do, and what they cannot do.
package tools

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// module is the matrix's subject, with files that nearcall has just written.
func module(t *testing.T) string {
	t.Helper()
	from, to := filepath.Join(harness.Root(t), "tests/matrix/testdata"), t.TempDir()
	err := filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			rel, _ := filepath.Rel(from, path)
			harness.Write(t, to, strings.TrimSuffix(rel, ".txt"), harness.Read(t, path))
		}
		return err
	})
	harness.Check(t, err)
	for _, m := range []string{"two1", "two2", "subject"} {
		harness.MustNearcall(t, filepath.Join(to, m), nil, "build", "-arch", "amd64,arm64", "./...")
	}
	return filepath.Join(to, "subject")
}

// program builds the module's program.
func program(t *testing.T, dir string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "prog")
	harness.Must(t, dir, []string{"CGO_ENABLED=0"}, "go", "build", "-o", out, "./prog")
	return out
}

// needed returns the path of a tool that is no part of Go: from PATH or build/tools; the long form installs it there.
func needed(t *testing.T, name, pkg string) string {
	t.Helper()
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	bin := filepath.Join(harness.Root(t), "build/tools")
	path := filepath.Join(bin, name)
	if _, err := os.Stat(path); err == nil {
		return path
	}
	if testing.Short() {
		t.Skipf("no %s here: GOBIN=%s go install %s", name, bin, pkg)
	}
	r := harness.Run(t, t.TempDir(), []string{"GOBIN=" + bin, "GOFLAGS="}, "go", "install", pkg)
	if r.Status != 0 {
		t.Skipf("%s cannot be installed: %s", name, r.Stderr)
	}
	return path
}

// contains checks that a tool's output has all of the patterns, one behind the other.
func contains(t *testing.T, out string, patterns ...string) {
	t.Helper()
	rest := out
	for _, p := range patterns {
		at := regexp.MustCompile("(?m)" + p).FindStringIndex(rest)
		if at == nil {
			t.Errorf("no %q (in this place) in:\n%s", p, out)
			return
		}
		rest = rest[at[1]:]
	}
}

// Tools that come with Go and read the module or the program.
func TestReaders(t *testing.T) {
	t.Parallel()
	dir := module(t)
	prog := program(t, dir)
	t.Run("vet", func(t *testing.T) {
		harness.Must(t, dir, nil, "go", "vet", "./...")
		harness.Must(t, dir, []string{"GOARCH=arm64", "CGO_ENABLED=0"}, "go", "vet", "./...")
	})
	t.Run("doc", func(t *testing.T) {
		out := harness.Must(t, dir, nil, "go", "doc", "-all", "./kern")
		contains(t, out, `^func Mix\(x uint64\) uint64\n\s+Mix is a leaf\.$`)
		if strings.Contains(strings.ToLower(out), "nearcall") {
			t.Errorf("what is generated shows in the documentation:\n%s", out)
		}
	})
	t.Run("list -deps", func(t *testing.T) {
		out := harness.Must(t, dir, []string{"CGO_ENABLED=0"}, "go", "list", "-deps", "./kern", "./lev", "./samea")
		contains(t, out, `^example.com/subject/kern$`)
		if regexp.MustCompile(`(?m)^(runtime/cgo|C|github.com/nearcall.*)$`).MatchString(out) {
			t.Errorf("the packages need more than Go:\n%s", out)
		}
	})
	t.Run("nm", func(t *testing.T) {
		out := harness.Must(t, dir, nil, "go", "tool", "nm", "-type", "-sort=name", prog)
		contains(t, out, `T example\.com/subject/kern\.Mix`, `t example\.com/subject/kern\.smooth`, `[dD] example\.com/subject/kern\.ticks`,
			`t example\.com/subject/kern\.weigh`, `r example\.com/subject/kern\.words`)
	})
	t.Run("objdump", func(t *testing.T) {
		out := harness.Must(t, dir, nil, "go", "tool", "objdump", "-s", `kern\.weigh$`, prog)
		contains(t, out, `^TEXT example\.com/subject/kern\.weigh\(SB\) .*/kern\.c`, `kern\.c:10\s+0x`, `kern\.c:11\s.*RET`)
	})
	t.Run("addr2line", func(t *testing.T) {
		out := harness.Must(t, dir, nil, "go", "tool", "nm", prog)
		at := regexp.MustCompile(`([0-9a-f]+) t example\.com/subject/kern\.weigh`).FindStringSubmatch(out)
		if at == nil {
			t.Fatal("nm does not know weigh")
		}
		cmd := exec.Command("go", "tool", "addr2line", prog)
		cmd.Stdin = strings.NewReader("0x" + at[1] + "\n")
		text, err := cmd.CombinedOutput()
		harness.Check(t, err)
		contains(t, string(text), `kern\.weigh\n.*kern\.c:7$`)
	})
}

// Profiles and traces of a benchmark.
func TestProfiles(t *testing.T) {
	t.Parallel()
	dir := module(t)
	out := t.TempDir()
	binary, profile, trace := filepath.Join(out, "kern.test"), filepath.Join(out, "cpu.pprof"), filepath.Join(out, "trace.out")
	harness.Must(t, dir, nil, "go", "test", "-run=NONE", "-bench=Mix", "-benchtime=500ms", "-o", binary, "-cpuprofile="+profile, "-trace="+trace, "./kern")
	t.Run("pprof -list", func(t *testing.T) {
		text := harness.Must(t, dir, nil, "go", "tool", "pprof", "-list", `kern\.smooth`, binary, profile)
		contains(t, text, `ROUTINE =+ example\.com/subject/kern\.smooth in .*kern\.c`, `\d+ms.*room\[i % 64\] \+= xs\[i\];`)
	})
	t.Run("pprof -peek", func(t *testing.T) {
		text := harness.Must(t, dir, nil, "go", "tool", "pprof", "-peek", `kern\.smooth`, binary, profile)
		contains(t, text, `example\.com/subject/kern\.Smooth$`, `\| +example\.com/subject/kern\.smooth$`)
	})
	t.Run("trace", func(t *testing.T) {
		text := harness.Must(t, dir, nil, "go", "tool", "trace", "-d=parsed", trace)
		contains(t, text, `CPUSample|StackSample`, `kern\.(smooth|Smooth|mix|Mix)`, `kern\.c`)
	})
	t.Run("perf", func(t *testing.T) {
		perf, err := exec.LookPath("perf")
		if err != nil {
			t.Skip("no perf here: Debian's linux-perf")
		}
		data := filepath.Join(out, "perf.data")
		record := []string{"record", "-q", "-g", "-e", "cpu-clock", "-o", data, binary, "-test.run=NONE", "-test.bench=Mix", "-test.benchtime=500ms"}
		if r := harness.Run(t, out, nil, perf, record...); r.Status != 0 {
			t.Skipf("perf does not record here: %s", r.Stderr)
		}
		text := harness.Must(t, out, nil, perf, "script", "-i", data, "-F", "comm,ip,sym")
		contains(t, text, `kern\.smooth`, `kern\.Smooth`, `kern_test\.BenchmarkMix`)
	})
}

// Delve breaks in C, steps, and sees Go behind it.
func TestDelve(t *testing.T) {
	t.Parallel()
	dlv := needed(t, "dlv", "github.com/go-delve/delve/cmd/dlv@v1.27.2")
	dir := module(t)
	script := filepath.Join(t.TempDir(), "script")
	harness.Check(t, os.WriteFile(script, []byte(strings.Join([]string{"config source-list-line-color \"\"", "break kern.c:9", "continue", "stack 8",
		"next", "clearall", "stepout", "break example.com/subject/kern.load", "continue", "stack 4", "exit"}, "\n")+"\n"), 0o644))
	r := harness.Run(t, dir, []string{"NO_COLOR=1", "TERM=dumb"}, dlv, "exec", "--allow-non-terminal-interactive=true", "--init", script, program(t, dir))
	if strings.Contains(r.Stderr+r.Stdout, "operation not permitted") {
		t.Skipf("this machine lets nobody trace processes: %s", r.Stderr)
	}
	contains(t, regexp.MustCompile(`\x1b\[[0-9;]*m`).ReplaceAllString(r.Stdout, ""), `Breakpoint 1 set at .* for example\.com/subject/kern\.weigh\(\)`,
		`> \[Breakpoint 1\] example\.com/subject/kern\.weigh`, `=> +9:`,
		`^0 .*kern\.weigh`, `^1 .*kern\.smooth`, `^2 .*kern\.Smooth`, `^3 .*check\.once`, `main\.main`,
		`> example\.com/subject/kern\.weigh\(\) .*kern\.c:1\d `,
		`> example\.com/subject/kern\.smooth\(\) .*kern\.c:19 `, `\[Breakpoint 2\] example\.com/subject/kern\.load`, `^0 .*kern\.load`,
		`^1 .*kern\.follow`, `^2 .*kern\.Follow`, `^4 .*check\.fault`)
}

// Tools of others that read Go.
func TestCheckers(t *testing.T) {
	t.Parallel()
	dir := module(t)
	t.Run("staticcheck", func(t *testing.T) {
		harness.Must(t, dir, nil, needed(t, "staticcheck", "honnef.co/go/tools/cmd/staticcheck@v0.8.2"), "-checks=inherit,-U1000", "./...")
	})
	t.Run("govulncheck", func(t *testing.T) {
		r := harness.Run(t, dir, nil, needed(t, "govulncheck", "golang.org/x/vuln/cmd/govulncheck@v1.9.0"), "./...")
		if regexp.MustCompile(`dial tcp|fetching vulnerabilities|no such host|Forbidden|403`).MatchString(r.Stderr) {
			t.Skipf("its database cannot be reached: %s", r.Stderr)
		}
		if r.Status != 0 && r.Status != 3 { // 3: it has found something, in Go's own library
			t.Errorf("status %d: %s%s", r.Status, r.Stdout, r.Stderr)
		}
		if strings.Contains(r.Stdout, "example.com/subject/kern@") {
			t.Errorf("a finding about the module: %s", r.Stdout)
		}
	})
}
