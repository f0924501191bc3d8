package install

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// want looks for a program that a test needs, and skips the test without it.
func want(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("%s is not installed: tests/setup.sh tests installs it", program)
	}
}

// usage returns the commands of nearcall help, and the flags of each.
func usage(t *testing.T) map[string][]string {
	t.Helper()
	text, _, _ := strings.Cut(harness.Must(t, harness.Root(t), nil, harness.Tool(t), "help"), "\n\n")
	flag := regexp.MustCompile(`(?:^|[ \[|])(-[a-z]+(?:-[a-z]+)*)`)
	all := map[string][]string{}
	command := ""
	for _, line := range strings.Split(text, "\n") {
		if m := regexp.MustCompile(`^(?:usage:|      ) nearcall ([a-z]+)`).FindStringSubmatch(line); m != nil {
			command = m[1]
			all[command] = all[command][:len(all[command]):len(all[command])]
		}
		synopsis, _, _ := strings.Cut(line, "  ")
		if strings.HasPrefix(line, "       nearcall") {
			synopsis, _, _ = strings.Cut(line[7:], "  ")
		}
		for _, m := range flag.FindAllStringSubmatch(synopsis, -1) {
			all[command] = append(all[command], m[1])
		}
	}
	if len(all) < 6 || !slices.Contains(all["build"], "-json") || !slices.Contains(all["archive"], "-o") {
		t.Fatalf("the usage is not understood: %v", all)
	}
	return all
}

// TestManPage: it is well-formed, has the version, and every command and flag.
func TestManPage(t *testing.T) {
	t.Parallel()
	want(t, "mandoc")
	prefix := filepath.Join(t.TempDir(), "p")
	makeTool(t, "install", "PREFIX="+prefix)
	page := filepath.Join(prefix, "share/man/man1/nearcall.1")
	if r := harness.Run(t, prefix, nil, "mandoc", "-T", "lint", "-W", "warning,stop", page); r.Status != 0 {
		t.Errorf("mandoc: %s%s", r.Stdout, r.Stderr)
	}
	text := harness.Must(t, prefix, nil, "mandoc", "-T", "utf8", page)
	text = regexp.MustCompile(".\b").ReplaceAllString(text, "")
	version := strings.Fields(harness.Must(t, prefix, nil, harness.Tool(t), "version"))[1]
	if !strings.Contains(text, "nearcall "+version) {
		t.Errorf("no version %s", version)
	}
	for command, flags := range usage(t) {
		if !regexp.MustCompile(`(?m)^ +nearcall ` + command + `\b`).MatchString(text) {
			t.Errorf("no synopsis of %s", command)
		}
		for _, f := range flags {
			if !regexp.MustCompile(`(?m)^ +` + f + `\b`).MatchString(text) {
				t.Errorf("nothing of %s", f)
			}
		}
	}
}

// within finds the installed tool, which completions ask for codes.
func within(prefix string) []string {
	return []string{"PATH=" + filepath.Join(prefix, "bin") + ":" + os.Getenv("PATH")}
}

// complete asks a shell what it would offer behind a line.
var complete = map[string]func(t *testing.T, dir, prefix, line string) string{
	"bash": func(t *testing.T, dir, prefix, line string) string {
		script := `. "$1/share/bash-completion/completions/nearcall"
			read -ra COMP_WORDS <<<"$2"; [[ $2 != *" " ]] || COMP_WORDS+=(""); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
			_nearcall; printf '%s\n' "${COMPREPLY[@]}"`
		return harness.Must(t, dir, within(prefix), "bash", "-c", script, "bash", prefix, line)
	},
	// zsh completes only at a prompt: it gets one, on a terminal of its own.
	"zsh": func(t *testing.T, dir, prefix, line string) string {
		script := `zmodload zsh/zpty
			zpty z env -i HOME="$PWD" PATH="$PATH" TERM=dumb LINES=200 COLUMNS=200 zsh -f -i
			zpty -w z "PS1='>'; unsetopt zle_bracketed_paste; fpath=($1/share/zsh/site-functions \$fpath); autoload -Uz compinit; compinit -u -d $PWD/dump"
			zpty -w z "zstyle ':completion:*' list-prompt ''; setopt no_list_ambiguous no_beep list_rows_first; LISTMAX=10000; print READY-FOR-IT"
			zpty -r -m z out '*READY-FOR-IT*READY-FOR-IT*' >/dev/null
			zpty -w -n z "$2"$'\t\t'
			sleep 1
			while zpty -r -t z out; do print -r -- "$out"; done
			zpty -d z`
		return harness.Must(t, dir, within(prefix), "zsh", "-fc", script, "zsh", prefix, line)
	},
	"fish": func(t *testing.T, dir, prefix, line string) string {
		script := `source $argv[1]/share/fish/vendor_completions.d/nearcall.fish; complete -C "$argv[2]"`
		return harness.Must(t, dir, append(within(prefix), "HOME="+dir, "XDG_CONFIG_HOME="+dir), "fish", "--no-config", "-c", script, prefix, line)
	},
}

// offered tells whether a word is among what a shell offers.
func offered(text, word string) bool {
	return regexp.MustCompile(`(?m)(?:^|[\s])` + regexp.QuoteMeta(word) + `(?:/|=\S*)?(?:$|[\s])`).MatchString(text)
}

// TestCompletions: each shell offers every command, each command's flags and no
// others, folders, and codes.
func TestCompletions(t *testing.T) {
	t.Parallel()
	prefix := filepath.Join(t.TempDir(), "p")
	makeTool(t, "install", "PREFIX="+prefix)
	all := usage(t)
	for shell, ask := range complete {
		t.Run(shell, func(t *testing.T) {
			t.Parallel()
			want(t, shell)
			dir := t.TempDir()
			harness.Check(t, os.MkdirAll(filepath.Join(dir, "hash"), 0o755))
			expect := func(line, word string, yes bool) {
				t.Helper()
				if got := ask(t, dir, prefix, line); offered(got, word) != yes {
					t.Errorf("%q: %s offered: %v\n%s", line, word, !yes, got)
				}
			}
			got := ask(t, dir, prefix, "nearcall ")
			for command := range all {
				if !offered(got, command) {
					t.Errorf("no %s in %s", command, got)
				}
			}
			for command, flags := range all {
				if len(flags) == 0 {
					continue
				}
				got := ask(t, dir, prefix, "nearcall "+command+" -")
				for _, others := range all {
					for _, f := range others {
						if offered(got, f) != slices.Contains(flags, f) {
							t.Errorf("%s: %s offered: %v\n%s", command, f, offered(got, f), got)
						}
					}
				}
			}
			expect("nearcall build h", "hash", true)
			expect("nearcall build -arch ", "arm64", true)
			expect("nearcall explain NC3", "NC3002", true)
			expect("nearcall explain NC3", "NC1002", false)
		})
	}
}

// build makes a package, in long runs twice, which has to give the same bytes, and
// returns its path.
func build(t *testing.T, target, pattern string) string {
	t.Helper()
	var first []byte
	for range 2 {
		makeTool(t, target)
		found, _ := filepath.Glob(filepath.Join(harness.Root(t), "build/dist", pattern))
		if len(found) != 1 {
			t.Fatalf("make %s: %q", target, found)
		}
		text, err := os.ReadFile(found[0])
		harness.Check(t, err)
		if first != nil && !bytes.Equal(first, text) {
			t.Errorf("make %s gives other bytes the second time", target)
		}
		first = text
		if testing.Short() || t.Failed() || os.Getenv("NEARCALL_CHROOT") != "" {
			return found[0]
		}
	}
	found, _ := filepath.Glob(filepath.Join(harness.Root(t), "build/dist", pattern))
	return found[0]
}

// TestSameInAnyFolder: from two clean trees in two folders, both packages have the same bytes.
func TestSameInAnyFolder(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the tool four times")
	}
	t.Parallel()
	want(t, "dpkg-shlibdeps")
	sums := map[string]string{}
	for _, name := range []string{"one", "another folder"} {
		dir := filepath.Join(t.TempDir(), strings.ReplaceAll(name, " ", "_"))
		for _, file := range harness.GitFiles(t, ".") {
			from := filepath.Join(harness.Root(t), file)
			if info, err := os.Stat(from); err == nil && info.Mode().IsRegular() {
				harness.Write(t, dir, file, harness.Read(t, from))
				harness.Check(t, os.Chmod(filepath.Join(dir, file), info.Mode()))
			}
		}
		env := []string{"MAKEFLAGS=", "MAKELEVEL=", "NEARCALL_READY=1", "SOURCE_DATE_EPOCH=1700000000"}
		harness.Must(t, dir, env, "make", "-s", "-j2", "deb", "dist")
		packages, _ := filepath.Glob(filepath.Join(dir, "build/dist/nearcall*"))
		if len(packages) != 2 {
			t.Fatalf("make deb dist: %q", packages)
		}
		for _, p := range packages {
			sum := fmt.Sprintf("%x", sha256.Sum256([]byte(harness.Read(t, p))))
			if was := sums[filepath.Base(p)]; was != "" && was != sum {
				t.Errorf("%s has other bytes in %s", filepath.Base(p), dir)
			}
			sums[filepath.Base(p)] = sum
		}
	}
}

// runExample follows README's example with the tool in bin.
func runExample(t *testing.T, bin string) {
	t.Helper()
	dir := t.TempDir()
	env := []string{"TMPDIR=" + dir, "PATH=" + bin + ":" + os.Getenv("PATH")}
	r := harness.Run(t, dir, env, "sh", "-ec", "command -v nearcall\n"+example(t)).Want(t, 0, "the example")
	if !strings.HasPrefix(r.Stdout, bin) || !strings.HasSuffix(r.Stderr, "\n6\n") {
		t.Errorf("the example does not print 6:\n%s%s", r.Stdout, r.Stderr)
	}
}

// TestDeb: apt finds what the package depends on, and what is in it works.
func TestDeb(t *testing.T) {
	t.Parallel()
	want(t, "dpkg-shlibdeps")
	deb := build(t, "deb", "nearcall_*.deb")
	dir := t.TempDir()
	control := harness.Must(t, dir, nil, "dpkg-deb", "-f", deb)
	for _, line := range []string{`Package: nearcall`, `Depends: .*libdw1.*, binutils, clang \| gcc`, `Version: \d.*`, `Architecture: amd64`} {
		if !regexp.MustCompile(`(?m)^` + line + `$`).MatchString(control) {
			t.Errorf("no %q in\n%s", line, control)
		}
	}
	r := harness.Run(t, dir, nil, "apt-get", "-s", "-o", "Debug::NoLocking=1", "install", deb)
	if r.Status != 0 || !strings.Contains(r.Stdout, "\nInst nearcall ") {
		t.Errorf("apt would not install it: status %d\n%s%s", r.Status, r.Stdout, r.Stderr)
	}
	harness.Must(t, dir, nil, "dpkg-deb", "-x", deb, "x")
	for _, name := range []string{"share/man/man1/nearcall.1.gz", "share/doc/nearcall/copyright", "share/zsh/vendor-completions/_nearcall"} {
		if _, err := os.Stat(filepath.Join(dir, "x/usr", name)); err != nil {
			t.Error(err)
		}
	}
	runExample(t, filepath.Join(dir, "x/usr/bin"))
}

// TestDist: the tarball's tool runs where there is nothing at all, and works.
func TestDist(t *testing.T) {
	t.Parallel()
	tarball := build(t, "dist", "nearcall-*-linux-amd64.tar.gz")
	dir := t.TempDir()
	harness.Must(t, dir, nil, "tar", "-xzf", tarball)
	name := strings.TrimSuffix(filepath.Base(tarball), ".tar.gz")
	runExample(t, filepath.Join(dir, name, "bin"))
	if licences, _ := filepath.Glob(filepath.Join(dir, name, "share/doc/nearcall/licences/*")); len(licences) < 8 {
		t.Errorf("licences of what is linked in: %q", licences)
	}
	if os.Getuid() != 0 {
		t.Skip("chroot needs root: not tried where there is no library")
	}
	harness.Write(t, dir, "dev/null", "") // a file will do
	for _, c := range []struct {
		args   []string
		status int
		want   string
	}{
		{[]string{"version"}, 0, "nearcall "},
		{[]string{"explain", "NC3002"}, 0, "NC3002: "},
		{[]string{"check", "./..."}, 3, "install Go"}, // nearcall-godecl runs too: it is what misses the go command
	} {
		args := append([]string{dir, "/" + name + "/bin/nearcall"}, c.args...)
		r := harness.Run(t, dir, []string{"TMPDIR=/"}, "chroot", args...)
		if r.Status != c.status || !strings.Contains(r.Stdout+r.Stderr, c.want) {
			t.Errorf("%q in a bare chroot: status %d, want %d and %q\n%s%s", c.args, r.Status, c.status, c.want, r.Stdout, r.Stderr)
		}
	}
}

// TestDebInChroot: in a fresh Debian, apt installs the package with what it
// needs, and README's example works with it. Go is bind-mounted: Debian 12 has
// none that is new enough.
func TestDebInChroot(t *testing.T) {
	if testing.Short() || os.Getenv("NEARCALL_CHROOT") == "" {
		t.Skip("takes minutes, root and the network: make test-deb")
	}
	want(t, "debootstrap")
	deb := build(t, "deb", "nearcall_*.deb")
	root := filepath.Join(t.TempDir(), "debian")
	harness.Must(t, "/", nil, "debootstrap", "--variant=minbase", "bookworm", root)
	goroot := strings.TrimSpace(harness.Must(t, "/", nil, "go", "env", "GOROOT"))
	harness.Must(t, "/", nil, "cp", "-rL", goroot, filepath.Join(root, "usr/local/go"))
	harness.Must(t, "/", nil, "cp", deb, filepath.Join(root, "nearcall.deb"))
	harness.Must(t, "/", nil, "cp", "/etc/resolv.conf", filepath.Join(root, "etc/resolv.conf"))
	run := func(script string) harness.Result {
		return harness.Run(t, "/", []string{"PATH=/usr/local/go/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "DEBIAN_FRONTEND=noninteractive", "GOROOT=/usr/local/go", "GOTELEMETRY=off", "GOFLAGS=-buildvcs=false"},
			"chroot", root, "sh", "-ec", script)
	}
	harness.Must(t, "/", nil, "mount", "-t", "proc", "proc", filepath.Join(root, "proc"))
	t.Cleanup(func() { harness.Run(t, "/", nil, "umount", filepath.Join(root, "proc")) })
	run("apt-get -qq update && apt-get -qqy --no-install-recommends install /nearcall.deb && nearcall version").Want(t, 0, "apt-get")
	if r := run("nearcall version; " + example(t)); r.Status != 0 || !strings.HasSuffix(r.Stderr, "\n6\n") {
		t.Errorf("status %d\n%s%s", r.Status, r.Stdout, r.Stderr)
	}
	if r := run("apt-get -qqy remove nearcall; ! command -v nearcall; ! ls /usr/share/nearcall"); r.Status != 0 {
		t.Errorf("status %d\n%s%s", r.Status, r.Stdout, r.Stderr)
	}
}
