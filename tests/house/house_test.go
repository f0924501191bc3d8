// Package house shows that the tool's C keeps its walls: what is an
// architecture's own stays in that architecture's folders, and folders include
// one way only. And that it takes no more than two folders and a line to add an
// architecture.
package house

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// word is what a file outside the folders of its architecture does not know,
// in code and comments alike.
type word struct {
	what string
	re   *regexp.Regexp
}

var words = []word{
	{"a register of x86", regexp.MustCompile(`(?i)\b(?:[re](?:[abcd]x|[sd]i|[sb]p|ip|flags)|r(?:8|9|1[0-5])[bwd]?|[xyz]mm\d*|mxcsr)\b`)},
	{"a register of x86, as Go names it", regexp.MustCompile(`\b(?:[ABCD]X|R(?:8|9|1[0-5])|[XYZ](?:\d|1[0-5]))\b`)},
	{"Zydis", regexp.MustCompile(`(?i)zydis`)},
	{"a relocation of x86", regexp.MustCompile(`\bR_X86_64\w*`)},
	{"the ELF machine of x86", regexp.MustCompile(`\bEM_X86_64\b`)},
}

// own are the folders that may: all that has a name of its own there.
var own = regexp.MustCompile(`^(?:pack/arch|trampolines)/[^/]+/`)

// allowed are words in files that have a reason.
var allowed = []struct{ file, word, why string }{
	{"pack/base/objfile.c", "EM_X86_64", "says for which machine an object is that is not for ours"},
}

// layers are the folders of the tool, by what they may include: themselves and
// those in front. Folders of one layer do not include each other.
var layers = [][]string{
	{"codes"}, {"base"}, {"tell"}, {"model"}, {"arch"}, {"read", "link"}, {"bind"}, {"prove"}, {"check"}, {"place"}, {"trampolines"}, {"emit"}, {"keep"}, {"toolexec"}, {"pack"},
}

// sources are the C files of the tool under root, by path from there.
func sources(t *testing.T, root string) []string {
	t.Helper()
	var files []string
	for _, top := range []string{"pack", "trampolines"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, e fs.DirEntry, err error) error {
			if e != nil && e.Name() == "testdata" {
				return fs.SkipDir
			}
			if ext := filepath.Ext(path); err == nil && !e.IsDir() && (ext == ".c" || ext == ".h") {
				rel, _ := filepath.Rel(root, path)
				files = append(files, filepath.ToSlash(rel))
			}
			return err
		})
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	return files
}

// foreignWords lists the words in one file that do not belong there.
func foreignWords(file, text string) []string {
	var found []string
	if own.MatchString(file) {
		return nil
	}
	for i, line := range strings.Split(text, "\n") {
		for _, w := range words {
			for _, name := range w.re.FindAllString(line, -1) {
				excused := slices.ContainsFunc(allowed, func(a struct{ file, word, why string }) bool {
					return a.file == file && a.word == name
				})
				if !excused {
					found = append(found, fmt.Sprintf("%s:%d: %s is %s", file, i+1, name, w.what))
				}
			}
		}
	}
	return found
}

// layerOf is the layer of a folder, and the folder's name in it.
func layerOf(path string) (int, string) {
	parts := strings.Split(path, "/")
	folder := "pack"
	if parts[0] == "pack" {
		parts = parts[1:]
	}
	if len(parts) > 1 {
		folder = parts[0]
	}
	return slices.IndexFunc(layers, func(l []string) bool { return slices.Contains(l, folder) }), folder
}

var include = regexp.MustCompile(`^\s*#\s*include\s*"([^"]+)"`)

// includes lists the includes of one file that lead the wrong way.
func includes(file, text string) []string {
	var found []string
	from, folder := layerOf(file)
	if from < 0 {
		found = append(found, fmt.Sprintf("%s: %s is no folder of the tool", file, folder))
	}
	for i, line := range strings.Split(text, "\n") {
		m := include.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		at := fmt.Sprintf("%s:%d", file, i+1)
		to, target := layerOf(m[1])
		switch {
		case to < 0:
			found = append(found, fmt.Sprintf("%s: %s is in no folder of the tool", at, m[1]))
		case to > from || to == from && target != folder:
			found = append(found, fmt.Sprintf("%s: %s includes %s of %s", at, folder, m[1], target))
		}
		home := regexp.MustCompile(`^(arch|trampolines)/([^/]+)/`).FindStringSubmatch(m[1])
		if home != nil && !strings.HasPrefix(file, "pack/arch/"+home[2]+"/") &&
			!strings.HasPrefix(file, "trampolines/"+home[2]+"/") {
			found = append(found, fmt.Sprintf("%s: %s is %s's own", at, m[1], home[2]))
		}
	}
	return found
}

// problems are all of the tree under root.
func problems(t *testing.T, root string) []string {
	var all []string
	for _, file := range sources(t, root) {
		text := harness.Read(t, root, file)
		all = append(all, foreignWords(file, text)...)
		all = append(all, includes(file, text)...)
	}
	return all
}

func TestHouse(t *testing.T) {
	root := harness.Root(t)
	if n := len(sources(t, root)); n < 50 {
		t.Fatalf("only %d sources under %s", n, root)
	}
	for _, p := range problems(t, root) {
		t.Error(p)
	}
}

// An exception that nothing needs is one that may hide the next.
func TestExceptionsAreNeeded(t *testing.T) {
	root := harness.Root(t)
	for _, a := range allowed {
		if !strings.Contains(harness.Read(t, root, a.file), a.word) {
			t.Errorf("%s has no %s any more", a.file, a.word)
		}
	}
}

// What is planted is found, on its line; what may be there is not.
func TestPlanted(t *testing.T) {
	cases := []struct{ file, line, want string }{
		{"pack/prove/x.c", "int r = RSP;", "RSP is a register of x86"},
		{"pack/place/x.c", "// pushes %rbp first", "rbp is a register of x86"},
		{"pack/emit/x.c", `buf_printf(out, "MOVQ AX, ret+8(FP)");`, "AX is a register of x86, as Go names it"},
		{"pack/x.c", "enum { R11 = 11 };", "R11 is a register of x86"},
		{"pack/bind/x.h", "int r10d;", "r10d is a register of x86"},
		{"pack/link/x.c", "/* xmm0 to xmm7 */", "xmm0 is a register of x86"},
		{"trampolines/x.c", "X15 is zero", "X15 is a register of x86, as Go names it"},
		{"pack/base/x.c", "RIP-relative", "RIP is a register of x86"},
		{"pack/place/x.c", "#include <Zydis/Zydis.h>", "Zydis is Zydis"},
		{"pack/place/x.c", "ZYDIS_MNEMONIC_LEA", "ZYDIS is Zydis"},
		{"pack/place/x.c", "r->type == R_X86_64_PC32", "R_X86_64_PC32 is a relocation of x86"},
		{"pack/emit/x.c", "eh.e_machine = EM_X86_64;", "EM_X86_64 is the ELF machine of x86"},
		{"pack/base/objfile.c", "R_X86_64_NONE", "R_X86_64_NONE is a relocation of x86"},
		{"pack/base/objfile.c", "EM_X86_64", ""},
		{"pack/arch/x.c", "RSP", "RSP is a register of x86"},
		{"pack/arch/amd64/x.c", "RSP ZYDIS_ R_X86_64_PC32 %rax AX", ""},
		{"trampolines/amd64/x.c", "RSP AX X15", ""},
		{"pack/prove/x.c", "struct value sp, fp; // reg8, Bx, axes, expr9, mr8r", ""},

		{"pack/base/x.c", `#include "model/insn.h"`, "base includes model/insn.h of model"},
		{"pack/model/x.h", `#include "arch/arch.h"`, "model includes arch/arch.h of arch"},
		{"pack/arch/x.c", `#include "prove/state.h"`, "arch includes prove/state.h of prove"},
		{"pack/arch/amd64/x.c", `#include "trampolines/emitter.h"`, "arch includes trampolines/emitter.h of trampolines"},
		{"pack/link/x.c", `#include "read/read.h"`, "link includes read/read.h of read"},
		{"pack/read/x.c", `#include "link/image.h"`, "read includes link/image.h of link"},
		{"pack/place/x.c", `  #  include "trampolines/emitter.h"`, "place includes trampolines/emitter.h of trampolines"},
		{"trampolines/x.c", `#include "emit/assembly.h"`, "trampolines includes emit/assembly.h of emit"},
		{"trampolines/amd64/x.c", `#include "emit/assembly.h"`, "trampolines includes emit/assembly.h of emit"},
		{"pack/emit/x.c", `#include "pipeline.h"`, "emit includes pipeline.h of pack"},
		{"pack/emit/x.c", `#include "elsewhere/x.h"`, "elsewhere/x.h is in no folder of the tool"},
		{"pack/cellar/x.c", `int x;`, "cellar is no folder of the tool"},
		{"pack/place/x.c", `#include "arch/amd64/decode.h"`, "arch/amd64/decode.h is amd64's own"},
		{"pack/emit/x.c", `#include "trampolines/amd64/emit.h"`, "trampolines/amd64/emit.h is amd64's own"},
		{"pack/arch/none/x.c", `#include "arch/amd64/decode.h"`, "arch/amd64/decode.h is amd64's own"},
		{"pack/check/x.c", `#include "prove/state.h"`, ""},
		{"pack/x.c", `#include "emit/carrier.h"`, ""},
		{"trampolines/amd64/x.c", `#include "arch/amd64/decode.h"`, ""},
		{"pack/prove/x.c", `#include <stdio.h>`, ""},
	}
	for _, c := range cases {
		dir := t.TempDir()
		harness.Write(t, dir, c.file, "// The first line.\n"+c.line+"\n")
		got := problems(t, dir)
		where := c.file + ":2: "
		if strings.HasSuffix(c.want, "no folder of the tool") {
			where = c.file
		}
		switch {
		case c.want == "" && len(got) > 0:
			t.Errorf("%s: %s: %q", c.file, c.line, got)
		case c.want != "" && !slices.ContainsFunc(got, func(p string) bool {
			return strings.HasPrefix(p, where) && strings.Contains(p, c.want)
		}):
			t.Errorf("%s: %s: %q, want %q", c.file, c.line, got, c.want)
		}
	}
}
