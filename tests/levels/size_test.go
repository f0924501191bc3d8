package levels

import (
	"debug/elf"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

const threeLevels = "x86-64-v1 x86-64-v3 x86-64-v4"

// xxh3Program is how many bytes of code and data a program has that hashes, with XXH3 for these levels; none: it does not hash.
func xxh3Program(t *testing.T, levels string) int64 {
	t.Helper()
	dir := t.TempDir()
	harness.CopyTree(t, dir, "go.mod", "csrc", "gostubs/xxh3")
	main := "package main\n\nfunc main() { println(1) }\n"
	if levels != "" {
		name := "gostubs/xxh3/xxh3_amd64.go"
		text := harness.Read(t, dir, name)
		if strings.Count(text, "//nearcall:cpu "+threeLevels+"\n") != 1 {
			t.Fatal("gostubs/xxh3 has other levels than " + threeLevels)
		}
		harness.Write(t, dir, name, strings.Replace(text, "cpu "+threeLevels, "cpu "+levels, 1))
		for _, test := range []string{"levels_amd64_test.go"} {
			harness.Check(t, os.RemoveAll(filepath.Join(dir, "gostubs/xxh3", test)))
		}
		harness.MustNearcall(t, dir, nil, "build", "./gostubs/xxh3")
		main = `package main

import "github.com/nearcall/nearcall/gostubs/xxh3"

func main() {
	b := []byte("abc")
	println(xxh3.Sum64(b), xxh3.Sum64Seed(b, 7), xxh3.Sum128(b).Lo)
}
`
	}
	harness.Write(t, dir, "prog/main.go", main)
	out := filepath.Join(t.TempDir(), "prog")
	harness.Must(t, dir, []string{"CGO_ENABLED=0"}, "go", "build", "-ldflags=-s -w", "-o", out, "./prog")
	f, err := elf.Open(out)
	harness.Check(t, err)
	defer f.Close()
	var n int64 // not of the file: it is in pages
	for _, section := range f.Sections {
		if section.Flags&elf.SHF_ALLOC != 0 {
			n += int64(section.Size)
		}
	}
	return n
}

// choosing is what it takes in bytes to find out what the machine has, and to choose at each call.
const choosing = 1024

// TestSize: three levels add at most three times what the package for the lowest alone does, and no more than each of
// them alone.
func TestSize(t *testing.T) {
	t.Parallel()
	without := xxh3Program(t, "")
	three := xxh3Program(t, threeLevels) - without
	var sum int64
	for i, level := range strings.Fields(threeLevels) {
		one := xxh3Program(t, level) - without
		t.Logf("%s alone adds %d bytes, all three %d", level, one, three)
		if i == 0 && three > 3*one {
			t.Errorf("three levels add %d bytes to a program, %s alone %d", three, level, one)
		}
		sum += one
	}
	if three > sum+choosing {
		t.Errorf("three levels add %d bytes to a program, each alone %d together", three, sum)
	}
}
