package harness

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// goMod is the go.mod of modules that bring none.
const goMod = "module example.com/m\n\ngo 1.23\n"

// File is a named text.
type File struct{ Name, Text string }

// Split takes a text apart at its "-- NAME --" lines, as txtar does.
func Split(text string) []File {
	var files []File
	for _, line := range strings.SplitAfter(text, "\n") {
		name, isName := strings.CutPrefix(strings.TrimSpace(line), "-- ")
		if isName && strings.HasSuffix(name, " --") {
			files = append(files, File{Name: strings.TrimSuffix(name, " --")})
		} else if len(files) > 0 {
			files[len(files)-1].Text += line
		}
	}
	return files
}

// Module writes the files of a text (see Split) into a new folder, with a
// go.mod if there is none among them.
func Module(t testing.TB, text string) string {
	t.Helper()
	dir := t.TempDir()
	Write(t, dir, "go.mod", goMod)
	for _, f := range Split(text) {
		Write(t, dir, f.Name, f.Text)
	}
	return dir
}

// Write writes a file and the folders that it needs.
func Write(t testing.TB, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	Check(t, os.MkdirAll(filepath.Dir(path), 0o755))
	Check(t, os.WriteFile(path, []byte(text), 0o644))
}

// Read returns the text of a file.
func Read(t testing.TB, path ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(path...))
	Check(t, err)
	return string(text)
}

// CopyTree copies files and folders of the repository to the same places
// under dir, without what nearcall has generated there.
func CopyTree(t testing.TB, dir string, names ...string) {
	t.Helper()
	root := Root(t)
	for _, name := range names {
		err := filepath.WalkDir(filepath.Join(root, name), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || strings.HasPrefix(e.Name(), "nearcall_") {
				return err
			}
			rel, err := filepath.Rel(root, path)
			if err == nil {
				Write(t, dir, rel, Read(t, path))
			}
			return err
		})
		Check(t, err)
	}
}

// Snapshot is every file and folder under dir: its kind, rights and content.
func Snapshot(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		all[rel] = info.Mode().String()
		if info.Mode().IsRegular() {
			all[rel] += fmt.Sprintf(" %s %x", info.ModTime(), sha256.Sum256([]byte(Read(t, path))))
		}
		return err
	})
	Check(t, err)
	return all
}

// SameSnapshot reports what came, went or changed between two snapshots.
func SameSnapshot(t testing.TB, before, after map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if now, ok := after[name]; !ok {
			t.Errorf("%s is gone", name)
		} else if now != before[name] {
			t.Errorf("%s has changed: %s, before %s", name, now, before[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if _, ok := before[name]; !ok {
			t.Errorf("%s has been written", name)
		}
	}
}
