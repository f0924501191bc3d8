package quickstart

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// machine is a root folder with nothing of this repository in it: this machine's own
// with the repository and the homes hidden, or a Debian that was made for it.
type machine struct {
	root string
	made bool // else root is laid over this machine's
	env  []string
}

// newMachine makes one whose home folder has the files.
func newMachine(t *testing.T, files map[string]string) machine {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root can hide the repository from a test")
	}
	m := machine{root: t.TempDir(), made: os.Getenv("NEARCALL_CHROOT") != ""}
	if m.made {
		m.debootstrap(t)
	}
	cache := strings.TrimSpace(harness.Must(t, "/", nil, "go", "env", "GOMODCACHE"))
	m.copy(t, filepath.Join(cache, "cache/download/golang.org/x"), "var/proxy/others/golang.org/x") // all that nearcall-godecl takes
	m.copy(t, harness.Proxy(t), "var/proxy/ours")
	for name, from := range files {
		m.copy(t, from, filepath.Join("home/user", name))
	}
	harness.Check(t, os.MkdirAll(filepath.Join(m.upper(), "home/user"), 0o755))
	harness.Write(t, m.upper(), "etc/apt/apt.conf.d/99yes", "APT::Get::Assume-Yes \"true\";\nAPT::Sandbox::User \"root\";\n")
	if _, err := exec.LookPath("sudo"); err != nil || m.made { // whoever reads the page has it
		harness.Write(t, m.upper(), "usr/local/bin/sudo", "#!/bin/sh\nexec \"$@\"\n")
		harness.Check(t, os.Chmod(filepath.Join(m.upper(), "usr/local/bin/sudo"), 0o755))
	}
	m.env = []string{
		"HOME=/home/user", "PATH=/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TMPDIR=/tmp", "NEARCALL_CACHE=",
		"GOPROXY=file:///var/proxy/ours,file:///var/proxy/others", "GOSUMDB=off", "GOFLAGS=-modcacherw", "GOTOOLCHAIN=local", "GOTELEMETRY=off",
		"GOPATH=", "GOMODCACHE=", "GOCACHE=", "GOENV=off", "GOARCH=amd64", "DEBIAN_FRONTEND=noninteractive", "MAKEFLAGS=", "MAKELEVEL=", "CC=", "XDG_CACHE_HOME=",
	}
	return m
}

// upper is the folder that what is written goes to.
func (m machine) upper() string {
	if m.made {
		return m.root
	}
	return filepath.Join(m.root, "upper")
}

func (m machine) copy(t *testing.T, from, to string) {
	t.Helper()
	to = filepath.Join(m.upper(), to)
	harness.Check(t, os.MkdirAll(filepath.Dir(to), 0o755))
	harness.Must(t, "/", nil, "cp", "-aL", from, to)
}

// debootstrap fills the root, and gives it a Go: Debian 12 has none that is new enough.
func (m machine) debootstrap(t *testing.T) {
	t.Helper()
	harness.Must(t, "/", nil, "debootstrap", "--variant=minbase", "bookworm", m.root)
	m.copy(t, strings.TrimSpace(harness.Must(t, "/", nil, "go", "env", "GOROOT")), "usr/local/go")
	m.copy(t, "/etc/resolv.conf", "etc/resolv.conf")
	r := m.run(t, "apt-get -qq update && apt-get -qq install ca-certificates")
	r.Want(t, 0, "apt-get")
}

// mounts makes a root of its own in a namespace of its own: what is mounted there is gone with it.
const mounts = `mount --make-rprivate /
root=$1 script=$2 repository=$3
if [ -d "$root/upper" ]; then
	mkdir -p "$root/work" "$root/all"
	mount -t overlay overlay -o "lowerdir=/,upperdir=$root/upper,workdir=$root/work" "$root/all"
	root=$root/all
	mount -t tmpfs tmpfs "$root$repository"
	mount -t tmpfs tmpfs "$root/root"
	mount -t tmpfs tmpfs "$root/tmp"
else
	mount -t tmpfs tmpfs "$root/tmp"
fi
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
exec chroot "$root" bash -ec "cd; $script" </dev/null
`

// run runs a script of bash in the home folder.
func (m machine) run(t *testing.T, script string) harness.Result {
	t.Helper()
	return harness.Run(t, "/", m.env, "unshare", "-m", "sh", "-ec", mounts, "sh", m.root, script, harness.Root(t))
}

// follow runs steps one after the other in one shell, and compares what they print.
func (m machine) follow(t *testing.T, all []step) {
	t.Helper()
	script := "[ -z \"$(ls -A '" + harness.Root(t) + "' 2>/dev/null)\" ] || { echo the repository is there; exit 1; }\n"
	for i, s := range all {
		script += fmt.Sprintf("{ echo; echo '=== %d'\n%s\n} 2>&1\n", i, s.commands)
	}
	r := m.run(t, script)
	parts := strings.Split(r.Stdout, "\n=== ")
	for i, s := range all {
		if i+1 >= len(parts) {
			break
		}
		_, text, _ := strings.Cut(parts[i+1], "\n")
		if s.prints != "" && !prints(s.prints, text) {
			t.Errorf("%s\nprints\n%s\nand is shown to print\n%s", s.commands, text, s.prints)
		}
	}
	if r.Status != 0 || len(parts) != len(all)+1 {
		last := max(0, len(parts)-2)
		t.Fatalf("status %d in step %d of %d:\n%s\n%s", r.Status, len(parts)-1, len(all), all[min(last, len(all)-1)].commands, r.Stdout+r.Stderr)
	}
}
