// Package house checks how the C of the tool is laid out: folders lean on each
// other in one direction, and what is an architecture's own stays in its folders.
package house

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const root = "../.."

// layers are the folders in the order in which they may include each other: a
// file includes what stands in its own or further up. The tool's top is last.
var layers = []string{"base", "model", "read", "arch", "link", "bind", "prove", "check", "place", "trampolines", "emit", ""}

func layer(path string) (int, error) {
	path = strings.TrimPrefix(path, "pack/")
	name, _, ok := strings.Cut(path, "/")
	if !ok {
		name = ""
	}
	for i, l := range layers {
		if l == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("%s is in no folder that layers lists", path)
}

var (
	include = regexp.MustCompile(`^#include "([^"]+)"`)
	owned   = regexp.MustCompile(`\b[a-z]\w*_(?:amd64|arm64)\(`)
)

// faults are what is wrong with the lines of a file.
func faults(path, text string) []string {
	var found []string
	own, err := layer(path)
	if err != nil {
		return []string{err.Error()}
	}
	for i, line := range strings.Split(text, "\n") {
		if m := include.FindStringSubmatch(line); m != nil {
			if its, err := layer(m[1]); err != nil || its > own {
				found = append(found, fmt.Sprintf("%s:%d: includes %s, which stands above it", path, i+1, m[1]))
			}
		}
		if call := owned.FindString(line); call != "" && !architectures.MatchString(path) {
			found = append(found, fmt.Sprintf("%s:%d: calls %s...) outside its architecture", path, i+1, call))
		}
	}
	return found
}

var architectures = regexp.MustCompile(`^(pack/arch|trampolines)/(amd64|arm64)/`)

func TestLayout(t *testing.T) {
	files := 0
	for _, folder := range []string{"pack", "trampolines"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d os.DirEntry, err error) error {
			if err == nil && d.Name() == "godecl" { // Go, and C that is its test data
				return filepath.SkipDir
			}
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".c") && !strings.HasSuffix(path, ".h") {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			name, err := filepath.Rel(root, path)
			files++
			for _, fault := range faults(filepath.ToSlash(name), string(text)) {
				t.Error(fault)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 50 {
		t.Errorf("looked at %d files", files)
	}
}

// TestPlanted checks that mistakes are found.
func TestPlanted(t *testing.T) {
	for _, plant := range []struct {
		path, line string
		faults     int
	}{
		{"pack/base/files.h", `#include "model/build.h"`, 1},
		{"pack/model/image.c", `#include "link/linkmap.h"`, 1},
		{"pack/arch/amd64/level.h", `#include "prove/walk.h"`, 1},
		{"pack/place/place.c", `#include "trampolines/emitter.h"`, 1},
		{"pack/emit/archive.c", `#include "pipeline.h"`, 1},
		{"pack/link/image.c", `#include "nowhere/x.h"`, 1},
		{"pack/new/x.c", "", 1},
		{"pack/emit/assembly.c", "\tfunctions_text_amd64(&t);", 1},
		{"trampolines/functext.c", "\treturn jump_arm64(op);", 1},
		{"trampolines/amd64/emitter.c", "\tfunctions_text_amd64(&t);", 0},
		{"trampolines/emitter.c", "\t{&emitter_amd64},", 0},
		{"pack/pipeline.c", `#include "emit/carrier.h"`, 0},
		{"pack/prove/walk.c", `#include "arch/arch.h"`, 0},
	} {
		if got := faults(plant.path, plant.line); len(got) != plant.faults {
			t.Errorf("%s: %s: %q", plant.path, plant.line, got)
		}
	}
}
