package fault

import (
	"debug/elf"
	"encoding/binary"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// armImage is the C of a linked program for arm64, and the stubs.
type armImage struct {
	tab       *pclntab
	functions []elf.Symbol
	code      map[string][]uint32
	morestack map[uint64]bool
}

const armConstants = "// constants of several functions\nTEXT"

var armText = regexp.MustCompile(`(?m)^TEXT ·([^\s<(]+)(?:<>)?\(SB\), `)

// loadArm reads what packages have in a program. files are their generated ones, by import path.
func loadArm(t *testing.T, path string, files map[string]string) *armImage {
	t.Helper()
	img := &armImage{tab: loadPclntab(t, path), code: map[string][]uint32{}, morestack: map[uint64]bool{}}
	names := map[string]bool{}
	for pkg, file := range files {
		for _, m := range armText.FindAllStringSubmatch(strings.ReplaceAll(harness.Read(t, file), armConstants, ""), -1) {
			name := module + "/" + pkg + "." + strings.NewReplacer("·", ".", "∕", "/").Replace(m[1])
			names[name], names[name+".abi0"] = true, true
		}
	}
	f, err := elf.Open(path)
	harness.Check(t, err)
	defer f.Close()
	section := f.Section(".text")
	text, err := section.Data()
	harness.Check(t, err)
	symbols, err := f.Symbols()
	harness.Check(t, err)
	for _, s := range symbols {
		if strings.HasPrefix(s.Name, "runtime.morestack") {
			img.morestack[s.Value] = true
		}
		if !names[s.Name] || elf.ST_TYPE(s.Info) != elf.STT_FUNC {
			continue
		}
		var words []uint32
		for at := s.Value - section.Addr; at < s.Value-section.Addr+s.Size; at += 4 {
			words = append(words, binary.LittleEndian.Uint32(text[at:]))
		}
		img.functions = append(img.functions, s)
		img.code[s.Name] = words
	}
	return img
}

// check compares Go's table with a walk over a function's words, at every instruction that is reached: where the
// depth is 0 the link register has to hold the return address, and where it is not, the slot at the stack pointer.
func (img *armImage) check(s elf.Symbol, code []uint32) (n int, wrong []string) {
	w := walkArm(s.Value, code, img.morestack)
	for _, words := range w.odd {
		wrong = append(wrong, s.Name+words)
	}
	for at, known := range w.at {
		n++
		say := func(format string, args ...any) {
			wrong = append(wrong, fmt.Sprintf("%s+%#x: ", s.Name, at-s.Value)+fmt.Sprintf(format, args...))
		}
		places := []uint64{at}
		if w.callsAt[at] && at+4 < w.end() {
			places = append(places, at+4)
		}
		for _, pc := range places {
			depth, entry, ok := img.tab.depth(pc)
			if !ok || entry != s.Value {
				say("Go finds the function at %#x", entry)
			} else if int(depth) != known.depth {
				say("depth %d, but Go says %d at %#x", known.depth, depth, pc-s.Value)
			}
		}
		if known.depth == 0 && !known.lr || known.depth != 0 && !known.slots[known.depth] {
			say("depth %d, and the return address is not where Go looks for it", known.depth)
		}
	}
	slices.Sort(wrong)
	return n, wrong
}

// eachArm builds the programs whose tables are looked at.
func eachArm(t *testing.T, goEnv []string, do func(t *testing.T, img *armImage)) {
	root := harness.Root(t)
	for _, pkg := range packages[:4] {
		t.Run(pkg, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "test")
			env := append([]string{"GOARCH=arm64", "CGO_ENABLED=0"}, goEnv...)
			harness.Must(t, root, env, "go", "test", "-c", "-o", out, "./"+pkg)
			do(t, loadArm(t, out, map[string]string{pkg: filepath.Join(root, pkg, "nearcall_arm64.s")}))
		})
	}
	for _, v := range arm64Variants {
		for _, name := range []string{"outcome", "profiles"} {
			t.Run(v.String()+" "+name, func(t *testing.T) {
				dir, files := arm64Module(t, v), map[string]string{}
				for _, pkg := range packages[4:] {
					files[pkg] = filepath.Join(dir, pkg, "nearcall_arm64.s")
				}
				do(t, loadArm(t, arm64Program(t, v, goEnv, name), files))
			})
		}
	}
}

func TestArm64Tables(t *testing.T) {
	harness.EachGo(t, func(t *testing.T, goEnv []string) {
		eachArm(t, goEnv, func(t *testing.T, img *armImage) {
			all := 0
			var wrong []string
			for _, s := range img.functions {
				n, words := img.check(s, img.code[s.Name])
				all += n
				wrong = append(wrong, words...)
			}
			t.Logf("%d functions, %d instructions", len(img.functions), all)
			if all == 0 {
				t.Error("nothing to look at")
			}
			complain(t, "wrong", wrong)
		})
	})
}

// Without its first move of the stack pointer, or its first store of the return address, each function with a frame is
// found to be wrong.
func TestArm64WrongCodeIsFound(t *testing.T) {
	const nop = 0xd503201f
	mistakes := map[string]func(word uint32) bool{
		"sub sp":    func(word uint32) bool { return word&0xff8003ff == 0xd10003ff },
		"add sp":    func(word uint32) bool { return word&0xff8003ff == 0x910003ff },
		"store x30": func(word uint32) bool { return word&0xffe00fff == 0xf80003fe || word&0xffc003ff == 0xf900037e },
	}
	planted := map[string]int{}
	eachArm(t, []string{"GOTOOLCHAIN=local"}, func(t *testing.T, img *armImage) {
		for _, s := range img.functions {
			for name, is := range mistakes {
				code := slices.Clone(img.code[s.Name])
				i := slices.IndexFunc(code, is)
				if i < 0 {
					continue
				}
				code[i] = nop
				planted[name]++
				if _, wrong := img.check(s, code); len(wrong) == 0 {
					t.Errorf("%s without its first %s is not found", s.Name, name)
				}
			}
		}
	})
	t.Logf("planted: %v", planted)
	if len(planted) < len(mistakes) {
		t.Errorf("mistakes planted: %v", planted)
	}
}
