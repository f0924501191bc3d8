//go:build amd64

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		line, path, digest string
		ok                 bool
	}{
		{"XXH3 (/a/b) = 78af5f94892f3950\n", "/a/b", "78af5f94892f3950", true},
		{"XXH128 (/a) = 06b05ab6733a618578af5f94892f3950\n", "/a", "06b05ab6733a618578af5f94892f3950", true},
		{"XXH3 (/a (1)) = 12\n", "/a (1)", "12", true},
		{"XXH3 (/a) = 1 (b) = 12\n", "/a) = 1 (b", "12", true},
		{"XXH3 (/a ) = 12", "/a ", "12", true},
		{"78af5f94892f3950  /a\n", "", "", false},
		{"\n", "", "", false},
		{"", "", "", false},
	} {
		path, digest, ok := parse(c.line)
		if path != c.path || digest != c.digest || ok != c.ok {
			t.Errorf("parse(%q) = %q, %q, %v", c.line, path, digest, ok)
		}
	}
}

// TestDemo walks a tree of everything that is awkward in a path or a file.
func TestDemo(t *testing.T) {
	tool, err := exec.LookPath("xxhsum")
	if err != nil {
		t.Skip("no xxhsum")
	}
	dir := t.TempDir()
	names := []string{"a", "-H1", "b\\c", "d\ne", "f\rg", "h i", ") = 1", "\\n", "ä", "\xff"}
	for i, name := range names {
		content := make([]byte, i*i*40)
		for j := range content {
			content[j] = byte(i + j)
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("a", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	d := &demo{tool: tool, progress: newProgress()}
	if err := d.run(dir); err != nil {
		t.Fatal(err)
	}
	if !d.good() || d.files != len(names) || d.sum64.compared != d.files || d.sum128.compared != d.files {
		t.Errorf("%+v", *d)
	}
}

// A wrong digest has to show.
func TestMismatch(t *testing.T) {
	tool, err := exec.LookPath("xxhsum")
	if err != nil {
		t.Skip("no xxhsum")
	}
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, []byte("abc"), 0o644); err != nil {
		t.Fatal(err)
	}
	d := &demo{tool: tool, progress: newProgress(), files: 1}
	d.batch = []file{{path, "78af5f94892f3951", "06b05ab6733a618578af5f94892f3950"}}
	if err := d.compare(); err != nil {
		t.Fatal(err)
	}
	if d.good() || d.sum64.mismatches != 1 || d.sum128.mismatches != 0 {
		t.Errorf("%+v", *d)
	}
}

func TestNoFiles(t *testing.T) {
	d := &demo{progress: newProgress()}
	if err := d.run(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	if d.good() {
		t.Error("an empty directory passed")
	}
}
