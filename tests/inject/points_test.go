package inject

import (
	"debug/elf"
	"fmt"
	"os"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// A point is a call that can fail, as inject.so tells of it.
type point struct {
	n     int
	call  string
	stack string // module+offset of each return address
}

// readPoints reads what inject.so has logged.
func readPoints(t testing.TB, log string) []point {
	t.Helper()
	var all []point
	text, err := os.ReadFile(log)
	if os.IsNotExist(err) {
		return nil
	}
	harness.Check(t, err)
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		number, rest, _ := strings.Cut(line, " ")
		call, stack, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(number)
		if err != nil {
			t.Fatalf("%s: %q", log, line)
		}
		all = append(all, point{n, call, stack})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].n < all[j].n })
	return all
}

// distinct are the first points of each call and stack.
func distinct(all []point) []point {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(all), func(p point) bool {
		key := p.call + " " + p.stack
		was := seen[key]
		seen[key] = true
		return was
	})
}

// symbols are the functions of a program, by address.
type symbols []elf.Symbol

func readSymbols(t testing.TB, path string) symbols {
	t.Helper()
	f, err := elf.Open(path)
	harness.Check(t, err)
	defer f.Close()
	all, err := f.Symbols()
	harness.Check(t, err)
	all = slices.DeleteFunc(all, func(s elf.Symbol) bool { return elf.ST_TYPE(s.Info) != elf.STT_FUNC })
	sort.Slice(all, func(i, j int) bool { return all[i].Value < all[j].Value })
	return all
}

// names are the functions on the point's stack, innermost first: the program's own
// by name, others by their library.
func (s symbols) names(p point) []string {
	var names []string
	for _, place := range strings.Fields(p.stack) {
		module, offset, _ := strings.Cut(place, "+")
		if module != "" {
			names = append(names, module)
			continue
		}
		pc, _ := strconv.ParseUint(offset, 16, 64)
		i := sort.Search(len(s), func(i int) bool { return s[i].Value >= pc }) - 1
		if i >= 0 && pc <= s[i].Value+s[i].Size {
			names = append(names, strings.SplitN(s[i].Name, ".", 2)[0])
		}
	}
	return slices.Compact(names)
}

// where is the innermost part of them.
func (s symbols) where(p point) string {
	names := s.names(p)
	return fmt.Sprintf("%s in %s", p.call, strings.Join(names[:min(7, len(names))], " < "))
}
