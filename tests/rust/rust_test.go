// Package rust shows that Rust is taken as cargo makes it: crates of other people, built with features that their
// Cargo.toml names and no flags, agree with Go's own packages; and what panics in Rust, panics in Go.
package rust

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// cargo builds the crates by a profile of theirs, and returns the folder with the archives. Without cargo, or
// where it cannot get the crates that Cargo.lock names, the test is skipped.
func cargo(t *testing.T, profile string) string {
	if _, err := exec.LookPath("cargo"); err != nil {
		t.Skip("there is no cargo")
	}
	target := filepath.Join(harness.Root(t), "build", "rust")
	crates := filepath.Join(harness.Root(t), "tests", "rust", "crates")
	env := []string{"CARGO_TARGET_DIR=" + target}
	if r := harness.Run(t, crates, env, "cargo", "fetch", "--quiet", "--locked"); r.Status != 0 {
		t.Skip("cargo cannot get the crates: " + strings.TrimSpace(r.Stderr))
	}
	harness.Must(t, crates, env, "cargo", "build", "--quiet", "--locked", "--offline", "--profile", profile)
	return filepath.Join(target, profile)
}

// module makes a module of testdata/NAME and the archive that cargo has built for it.
func module(t *testing.T, name, archives string) string {
	dir := harness.Module(t, "-- go.mod --\nmodule example.com/p\n\ngo 1.23\n")
	for _, file := range []string{"p.go", "p_test.go"} {
		harness.Write(t, dir, file, harness.Read(t, "testdata", name, file))
	}
	lib, err := os.ReadFile(filepath.Join(archives, "libnearcall_"+name+".a"))
	harness.Check(t, err)
	harness.Write(t, dir, "lib.a", string(lib))
	return dir
}

// TestCrates: each crate is what it is in Rust, with its code as cargo makes it by default and as one piece.
func TestCrates(t *testing.T) {
	t.Parallel()
	for profile, names := range map[string][]string{
		"release": {"memchr", "crc32fast", "sha2", "panics"},
		// optimized as a whole, all functions are local, and equal ones are one
		"fat": {"memchr", "crc32fast", "sha2", "panics", "blake3"},
	} {
		t.Run(profile, func(t *testing.T) {
			archives := cargo(t, profile)
			for _, name := range names {
				t.Run(name, func(t *testing.T) {
					dir := module(t, name, archives)
					r := harness.MustNearcall(t, dir, nil, "build", ".")
					if name == "panics" && !strings.Contains(r.Stderr, "panics of Rust are run-time panics of Go") {
						t.Errorf("nothing is said of panics:\n%s", r.Stderr)
					}
					harness.Must(t, dir, nil, "go", "vet", ".")
					harness.Must(t, dir, []string{"PROFILE=" + profile}, "go", "test", "-count=1", ".")
					harness.Must(t, dir, []string{"PROFILE=" + profile}, "go", "test", "-count=1", "-ldflags=-linkmode=internal", "-buildmode=pie", ".")
				})
			}
		})
	}
}

// TestStock: what rustc makes by itself, without cargo: memset through the global offset table.
func TestStock(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("rustc"); err != nil {
		t.Skip("there is no rustc")
	}
	dir := harness.Module(t, `-- go.mod --
module example.com/p

go 1.23
-- lib.rs --
#![no_std]

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}

/// The sum of so many of 256 sevens as there are bytes at p, which get them.
#[no_mangle]
pub unsafe extern "C" fn fill_sevens(p: *mut u8, n: usize) -> u64 {
    let s = unsafe { core::slice::from_raw_parts_mut(p, n) };
    let sevens = [7u8; 256];
    let k = if n < 256 { n } else { 256 };
    s[..k].copy_from_slice(&sevens[..k]);
    s.iter().map(|&b| b as u64).sum()
}
-- p.go --
package p

//nearcall:archive lib.a

//nearcall:func fill_sevens(ptr, u64) u64
//go:noescape
func Fill(p []byte) uint64
-- p_test.go --
package p

import "testing"

func TestFill(t *testing.T) {
	for n := range 300 {
		b := make([]byte, n+1)
		if got, want := Fill(b), uint64(7*min(256, n+1)); got != want {
			t.Errorf("the sum of %d bytes is %d, want %d", n+1, got, want)
		}
	}
}
`)
	harness.Must(t, dir, nil, "rustc", "--edition=2021", "--crate-type=staticlib", "-Cpanic=abort", "-O", "-o", "lib.a", "lib.rs")
	harness.MustNearcall(t, dir, nil, "build", ".")
	harness.Must(t, dir, nil, "go", "vet", ".")
	harness.Must(t, dir, nil, "go", "test", "-count=1", ".")
}
