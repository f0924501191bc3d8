package fault

import (
	"debug/elf"
	"encoding/binary"
	"sort"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// pclntab is what the runtime knows about the depth of the stack: the tables
// that Go's linker has written, as runtime/symtab.go reads them. Their layout
// is the same in Go 1.20 to 1.27.
type pclntab struct {
	data     []byte
	pctab    []byte
	funcs    []byte // the function table and, behind it, the functions
	n        int
	textAddr uint64
	quantum  uint64 // what addresses in the tables are counted in
}

// pclnMagic is of Go 1.20 and later.
const pclnMagic = 0xfffffff1

func loadPclntab(t testing.TB, path string) *pclntab {
	t.Helper()
	f, err := elf.Open(path)
	harness.Check(t, err)
	defer f.Close()
	section := f.Section(".gopclntab")
	if section == nil {
		t.Fatalf("%s has no .gopclntab", path)
	}
	data, err := section.Data()
	harness.Check(t, err)
	if magic := binary.LittleEndian.Uint32(data); magic != pclnMagic || data[7] != 8 {
		t.Fatalf("the function table of %s is of another kind: %#x", path, magic)
	}
	word := func(i int) uint64 { return binary.LittleEndian.Uint64(data[8+8*i:]) }
	tab := &pclntab{data: data, n: int(word(0)), pctab: data[word(6):], funcs: data[word(7):], quantum: uint64(data[6])}
	symbols, err := f.Symbols()
	harness.Check(t, err)
	for _, s := range symbols {
		if s.Name == "runtime.text" {
			tab.textAddr = s.Value
		}
	}
	if tab.textAddr == 0 {
		t.Fatalf("%s has no runtime.text", path)
	}
	return tab
}

func (tab *pclntab) entry(i int) uint64 {
	return tab.textAddr + uint64(binary.LittleEndian.Uint32(tab.funcs[8*i:]))
}

// depth is funcspdelta of the runtime: how far the stack pointer is below the
// return address. ok is false where there is no function or no table.
func (tab *pclntab) depth(pc uint64) (depth int32, entry uint64, ok bool) {
	i := sort.Search(tab.n, func(i int) bool { return tab.entry(i) > pc }) - 1
	if i < 0 {
		return 0, 0, false
	}
	fn := tab.funcs[binary.LittleEndian.Uint32(tab.funcs[8*i+4:]):]
	entry = tab.entry(i)
	pcsp := binary.LittleEndian.Uint32(fn[16:])
	if pcsp == 0 {
		return 0, entry, false
	}
	// steps of a value and of the address up to which it holds, as varints
	at, value := entry, int32(-1)
	for p := tab.pctab[pcsp:]; ; {
		step, n := binary.Uvarint(p)
		if n <= 0 || step == 0 && at != entry {
			return 0, entry, false
		}
		value += int32(uint32(step)>>1) ^ -int32(step&1)
		p = p[n:]
		length, n := binary.Uvarint(p)
		if n <= 0 {
			return 0, entry, false
		}
		p = p[n:]
		if at += length * tab.quantum; pc < at {
			return value, entry, true
		}
	}
}
