package fire

import (
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/nearcall/nearcall/tests/harness"
)

// start starts a build of p that is killed with all it has started.
func start(t *testing.T, dir, tmp string) *exec.Cmd {
	cmd := exec.Command(harness.Tool(t), "build", "p")
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "TMPDIR="+tmp, "GOARCH=amd64", "NEARCALL_CACHE=off")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	harness.Check(t, cmd.Start())
	return cmd
}

// awaitWriting returns when the build has begun to write its files, or is too late.
func awaitWriting(dir string, limit time.Duration) bool {
	for end := time.Now().Add(limit); time.Now().Before(end); {
		if m, _ := filepath.Glob(filepath.Join(dir, "p", ".nearcall-*")); len(m) > 0 {
			return true
		}
	}
	return false
}

// TestKilled: whenever a build is killed, what it leaves builds into one version of
// the package or not at all. Half of the kills come at any moment, half of them
// while files are written.
func TestKilled(t *testing.T) {
	n, s := *kills, *seed
	if n == 0 {
		n = 500
		if testing.Short() {
			n = 25
		}
	}
	if s == 0 {
		s = time.Now().UnixNano()
	}
	t.Logf("%d kills, -seed %d", n, s)
	rng := rand.New(rand.NewSource(s))
	dir, tmp := newModule(t, versions[0]), t.TempDir()
	began := time.Now()
	harness.MustNearcall(t, dir, nil, "build", "p")
	took := time.Since(began)

	count := map[string]int{}
	ended, writing := 0, 0
	for i := range n {
		versions[rng.Intn(len(versions))].write(t, dir)
		cmd := start(t, dir, tmp)
		if i%2 == 0 {
			time.Sleep(time.Duration(rng.Int63n(int64(took) * 5 / 4)))
		} else if awaitWriting(dir, 4*took) {
			writing++
			time.Sleep(time.Duration(rng.Int63n(int64(300 * time.Microsecond))))
		}
		if cmd.Process.Kill() != nil {
			ended++
		}
		cmd.Wait()
		what, said := verdict(t, dir)
		count[what]++
		if what == wrong || what == silent || what == absent {
			t.Fatalf("kill %d: %s: %s", i, what, said)
		}
	}
	t.Logf("%d while files were written, %d too late; then go build: %v", writing, ended, count)
	last := versions[len(versions)-1]
	last.write(t, dir)
	harness.MustNearcall(t, dir, nil, "build", "p")
	if what, said := verdict(t, dir); what != "works: version 2" {
		t.Errorf("a build after all of it: %s %s", what, said)
	}
	nothingLeft(t, filepath.Join(dir, "p"))
}

// TestTogether: builds of one package at once leave the files of one of them, and
// nothing else.
func TestTogether(t *testing.T) {
	t.Parallel()
	want := sets(t, func(text string) string { return text })
	dir, tmp := newModule(t, versions[0]), t.TempDir()
	var all []*exec.Cmd
	for i := range 20 {
		versions[i%2].write(t, dir) // the same declarations
		all = append(all, start(t, dir, tmp))
		time.Sleep(20 * time.Millisecond)
	}
	for _, cmd := range all {
		if err := cmd.Wait(); err != nil {
			t.Errorf("a build among others: %v", err)
		}
	}
	got := files(t, filepath.Join(dir, "p"))
	is := func(v int) bool {
		for _, name := range generated {
			if got[name] != want[v][name] {
				return false
			}
		}
		return true
	}
	if !is(0) && !is(1) {
		t.Errorf("the files are of no one build: %v", got)
	}
	nothingLeft(t, filepath.Join(dir, "p"))
	if left, _ := os.ReadDir(tmp); len(left) > 0 {
		t.Errorf("%d files are left in TMPDIR", len(left))
	}
}
