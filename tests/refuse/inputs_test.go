package refuse

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// linked is a package whose C comes from lib/NAME; want is the message at the
// directive that names it.
func linked(name, want string) string {
	text := `-- p.go --
package p

//nearcall:archive lib/` + name + "\n"
	if want != "" {
		text += "// WANT^ " + want + "\n"
	}
	return text + `
//nearcall:func f
func F(x uint64) uint64
`
}

const objectC = `
static unsigned long helper(unsigned long x) { return x ^ 5; }
unsigned long f(unsigned long x) { return helper(x) * 3; }
`

// object is a good object of f, compiled once for each test that asks.
func object(t *testing.T) []byte {
	dir := t.TempDir()
	cc(t, dir, "f.o", objectC, "clang", "-O2", "-fPIC", "-ffreestanding")
	return []byte(harness.Read(t, dir, "f.o"))
}

// archive is an ar archive of one object.
func archive(t *testing.T, object []byte) []byte {
	dir := t.TempDir()
	harness.Write(t, dir, "f.o", string(object))
	harness.Must(t, dir, nil, "ar", "rcs", "f.a", "f.o")
	return []byte(harness.Read(t, dir, "f.a"))
}

// put makes a case's file in lib/.
func put(name string, content []byte) func(*testing.T, string) {
	return func(t *testing.T, dir string) { harness.Write(t, dir, "lib/"+name, string(content)) }
}

// TestDamaged: objects and archives that are cut off or no such thing at all.
func TestDamaged(t *testing.T) {
	t.Parallel()
	o := object(t)
	a := archive(t, o)
	garbage := make([]byte, 5000)
	rand.New(rand.NewSource(1)).Read(garbage)
	sections := int(binary.LittleEndian.Uint64(o[40:]))
	badAr := append([]byte("!<arch>\n"), garbage...)

	var cases []refusal
	add := func(what, file string, content []byte) {
		cases = append(cases, refusal{name: what, files: linked(file, "lib/"+file), make: put(file, content)})
	}
	for _, n := range []int{0, 1, 4, 10, 16, 63, 64, len(o) / 4, len(o) / 2, sections, sections + 64, len(o) - 64, len(o) - 1} {
		add(fmt.Sprintf("object cut to %d of %d bytes", n, len(o)), "f.o", o[:n])
		add(fmt.Sprintf("archive of an object cut to %d of %d bytes", n, len(o)), "f.a", archive(t, o[:n]))
	}
	for _, n := range []int{0, 1, 7, 8, 10, 60, 68, 100, len(a) / 2, len(a) - 64, len(a) - 2} {
		add(fmt.Sprintf("archive cut to %d of %d bytes", n, len(a)), "f.a", a[:n])
	}
	add("garbage as object", "f.o", garbage)
	add("garbage as archive", "f.a", garbage)
	add("garbage behind the magic of archives", "f.a", badAr)
	add("garbage behind an ELF header", "f.o", append(bytes.Clone(o[:64]), garbage...))
	add("archive of a text", "f.a", archive(t, []byte("no object\n")))
	add("C source as object", "f.o", []byte(objectC))
	refuseAll(t, cases)
}

// TestWrongFiles: files that cannot be what the directive says.
func TestWrongFiles(t *testing.T) {
	t.Parallel()
	shared := func(out string, command ...string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			harness.Write(t, dir, "lib/f.c", objectC)
			args := append(command[1:], "-o", filepath.Join(dir, "lib", out), filepath.Join(dir, "lib/f.c"))
			harness.Must(t, dir, nil, command[0], args...)
			harness.Check(t, os.Remove(filepath.Join(dir, "lib/f.c")))
		}
	}
	refuseAll(t, []refusal{
		{name: "folder", files: linked("d.o", `"lib/d.o" is a folder`) + "-- lib/d.o/x --\n"},
		{name: "not there", files: linked("f.o", "lib/f.o")},
		{name: "pattern without a match", files: linked("*.o", "lib/*.o")},
		{name: "shared library", files: linked("f.o", "is an executable or shared library"), make: shared("f.o", "clang", "-shared", "-fPIC", "-nostdlib")},
		{name: "object of no debug information", make: shared("f.o", "clang", "-c", "-O2", "-fPIC"), files: `-- p.go --
package p

//nearcall:archive lib/f.o

//nearcall:func f
func F(x uint64) uint64 // WANT F: the C function f carries no debug information
`},
	})
}

// anywhere is what objects have to be refused for at a place in C that only
// their debug information knows.
func anywhere(texts ...string) (wants []harness.Want) {
	for _, text := range texts {
		wants = append(wants, harness.Want{Text: text})
	}
	return wants
}

// TestForeignObjects: objects of other flags or for other machines, alone and
// in an archive.
func TestForeignObjects(t *testing.T) {
	t.Parallel()
	var cases []refusal
	add := func(name, c, atDirective string, wants []harness.Want, command ...string) {
		for _, file := range []string{"f.o", "f.a"} {
			cases = append(cases, refusal{name: name + " in " + file, files: linked(file, atDirective), wants: wants,
				make: func(t *testing.T, dir string) {
					tmp := t.TempDir()
					cc(t, tmp, "f.o", c, command...)
					o := []byte(harness.Read(t, tmp, "f.o"))
					if file == "f.a" {
						o = archive(t, o)
					}
					put(file, o)(t, dir)
				}})
		}
	}
	for machine, flags := range map[string][]string{
		"arm64": {"--target=aarch64-linux-gnu"}, "i386": {"-m32"}, "arm": {"--target=arm-linux-gnueabi"},
		"RISC-V": {"--target=riscv64-linux-gnu"}, "s390": {"--target=s390x-linux-gnu"}, "x86-64 (32 bit)": {"-mx32"},
	} {
		add("for "+machine, objectC, "for another machine: "+machine, nil, append([]string{"clang", "-O2", "-ffreestanding"}, flags...)...)
	}

	canary := append(anywhere("f is compiled with a stack protector (__stack_chk_fail)"),
		harness.Want{Text: "f uses thread-local storage", May: true})
	const buffer = `
unsigned long f(unsigned long x) { volatile char b[64]; b[x & 63] = 1; return b[x & 31]; }
`
	for _, compiler := range []string{"clang", "gcc"} {
		add("stack protector of "+compiler, buffer, "", canary, compiler, "-O2", "-fPIC", "-fstack-protector-all")
	}
	const table = `
static const unsigned long numbers[] = {1, 2, 3, 5, 8};
unsigned long f(unsigned long x) { return numbers[x]; }
`
	add("not PIC", table, "", anywhere("the C objects cannot be made position-independent"), "gcc", "-O2", "-fno-pic", "-fno-pie")
	add("kernel code model", table, "", anywhere("the C objects cannot be made position-independent"), "gcc", "-O2", "-fno-pic", "-fno-pie", "-mcmodel=kernel")
	add("large code model", table, "", anywhere("f holds an absolute address: it is not position-independent"), "gcc", "-O2", "-fno-pic", "-fno-pie", "-mcmodel=large")
	refuseAll(t, cases)
}

// TestFlippedBytes: whatever an object says about itself, nearcall takes it or
// refuses it, and neither crashes nor fails.
func TestFlippedBytes(t *testing.T) {
	t.Parallel()
	n := 400
	if testing.Short() {
		n = 40
	}
	o := object(t)
	dir := harness.Module(t, linked("f.o", ""))
	rng := rand.New(rand.NewSource(2))
	count := map[int]int{}
	for i := range n {
		bad := bytes.Clone(o)
		at, value := rng.Intn(len(bad)), byte(rng.Intn(256))
		if i%4 == 0 { // the header and the section headers matter most
			at = rng.Intn(64)
		} else if i%4 == 1 {
			at = len(bad) - 1 - rng.Intn(len(bad)/3)
		}
		bad[at] = value
		put("f.o", bad)(t, dir)
		r := harness.Nearcall(t, dir, nil, "check", ".")
		count[r.Status]++
		if r.Status != 0 && r.Status != 1 {
			t.Errorf("byte %d of %d = %#x: status %d\n%s", at, len(bad), value, r.Status, r.Stderr)
		}
		if r.Status == 1 && len(harness.ParseDiags(r.Stderr)) == 0 {
			t.Errorf("byte %d of %d = %#x: refused without a diagnostic\n%s", at, len(bad), value, r.Stderr)
		}
	}
	t.Logf("%d objects with one byte changed: by status %v", n, count)
}

// TestTraps: patterns that name nothing, or what Go calls, and uses of the global offset table that have no
// other form.
func TestTraps(t *testing.T) {
	t.Parallel()
	const f = "unsigned long f(unsigned long x) { return x; }\n"
	refuseAll(t, []refusal{
		{name: "no pattern", files: "-- p.go --\npackage p\n\n//nearcall:source csrc/f.c\n//nearcall:trap\n\n//nearcall:func f\nfunc F(x uint64) uint64\n-- csrc/f.c --\n" + f,
			wants: anywhere("//nearcall:trap has no argument")},
		{name: "no such function", files: trapped("die", f), wants: anywhere("//nearcall:trap: there is no function die")},
		{name: "no such path", files: trapped("core::panicking::*", f), wants: anywhere("//nearcall:trap: there is no function core::panicking::*")},
		{name: "one of two", files: trapped("h die", "__attribute__((noinline)) static void h(void) { __asm__(\"\"); }\n"+
			"unsigned long f(unsigned long x) { h(); return x; }\n"), wants: anywhere("//nearcall:trap: there is no function die")},
		{name: "what Go calls", files: trapped("f", f), wants: anywhere("//nearcall:trap f: f is what the Go function F calls")},
		{name: "everything", files: trapped("*", f), wants: anywhere("//nearcall:trap *: f is what the Go function F calls")},
		{name: "a quote that is open", files: trapped(`"f`, f), wants: anywhere("unbalanced quotes in //nearcall:trap")},
		{name: "a choice by cmov", env: []string{"CC=clang"}, files: trapped("h", "const char a[] = {1}, b[] = {2};\n"+
			"__attribute__((noinline)) static void h(void) { __asm__(\"\"); }\n"+
			"unsigned long f(unsigned long x) { unsigned long r; h(); __asm__(\"test %1, %1; cmovz a@GOTPCREL(%%rip), %0\" : \"=r\"(r) : \"r\"(x)); return r; }\n"),
			wants: append(anywhere("f reaches a through the global offset table"), harness.Want{Text: "", May: true})},
	})
}

// trapped is a package with a trap directive.
func trapped(patterns, c string) string {
	return "-- p.go --\npackage p\n\n//nearcall:source csrc/f.c\n//nearcall:trap " + patterns +
		"\n\n//nearcall:func f\nfunc F(x uint64) uint64\n-- csrc/f.c --\n" + c
}
