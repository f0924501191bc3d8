package fault

import (
	"debug/elf"
	"encoding/binary"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// insn is an instruction in the words of objdump, AT&T syntax.
type insn struct {
	at, next uint64
	op       string
	args     []string
	text     string
	target   uint64 // of a direct jump or call
}

// function is a C function in a linked program, or a stub: what Go calls it by.
type function struct {
	pkg, name  string
	stub       bool
	registers  bool // a stub that is entered by registers
	start, end uint64
	entry      uint64 // of the body
	insns      []insn // of the body
	at         map[uint64]int
	inexact    map[uint64]bool
}

func (f *function) symbol() string {
	name := module + "/" + f.pkg + "." + f.name
	if f.stub && !f.registers {
		name += ".abi0"
	}
	return name
}

func (f *function) String() string { return f.pkg + "." + f.name }

// where names an instruction as the generated file does.
func (f *function) where(at uint64) string {
	text := "?"
	if i, ok := f.at[at]; ok {
		text = f.insns[i].text
	}
	return fmt.Sprintf("%s+%#x (%s)", f, at-f.start, text)
}

// image is the C of a linked program, and what is around it.
type image struct {
	path      string
	functions []*function // by address
	text      []byte
	textAddr  uint64
	symbols   map[string]elf.Symbol
	starts    []uint64 // of all symbols in the text, in order
	names     map[uint64]string
}

// loadImage disassembles the C functions and the stubs of packages in a program.
func loadImage(t testing.TB, dir, path string, packages ...string) *image {
	t.Helper()
	img := &image{path: path, symbols: map[string]elf.Symbol{}, names: map[uint64]string{}}
	f, err := elf.Open(path)
	harness.Check(t, err)
	defer f.Close()
	section := f.Section(".text")
	img.text, err = section.Data()
	harness.Check(t, err)
	img.textAddr = section.Addr
	symbols, err := f.Symbols()
	harness.Check(t, err)
	for _, s := range symbols {
		if elf.ST_TYPE(s.Info) == elf.STT_FUNC {
			img.symbols[s.Name] = s
			img.names[s.Value] = s.Name
			img.starts = append(img.starts, s.Value)
		}
	}
	slices.Sort(img.starts)
	for _, pkg := range packages {
		for _, s := range generated(t, dir, pkg) {
			img.add(t, pkg, s)
		}
	}
	slices.SortFunc(img.functions, func(a, b *function) int { return int(int64(a.start) - int64(b.start)) })
	return img
}

// add takes a function in; one that the linker has left out is not missed.
func (img *image) add(t testing.TB, pkg string, s symbol) {
	t.Helper()
	fn := &function{pkg: pkg, name: s.name, stub: s.stub, registers: s.registers, at: map[uint64]int{}, inexact: map[uint64]bool{}}
	sym, ok := img.symbols[fn.symbol()]
	if !ok {
		return
	}
	fn.start, fn.end, fn.entry = sym.Value, sym.Value+sym.Size, sym.Value+s.body
	fn.disassemble(t, img.path, fn.entry)
	for _, off := range s.inexact {
		fn.inexact[fn.start+off] = true
	}
	img.functions = append(img.functions, fn)
}

// disassemble takes in the instructions from an address on. There may be
// constants between them, which objdump takes for code: whoever comes to a place
// where it saw no instruction begin asks for it again.
func (f *function) disassemble(t testing.TB, path string, from uint64) {
	t.Helper()
	for _, in := range disassemble(t, path, from, f.end) {
		if _, known := f.at[in.at]; known {
			return
		}
		f.at[in.at] = len(f.insns)
		f.insns = append(f.insns, in)
	}
}

// function finds the C function around an address.
func (img *image) function(at uint64) *function {
	for _, f := range img.functions {
		if f.start <= at && at < f.end {
			return f
		}
	}
	return nil
}

// name is the symbol around an address.
func (img *image) name(at uint64) string {
	i, exact := slices.BinarySearch(img.starts, at)
	if !exact {
		i--
	}
	if i < 0 {
		return "?"
	}
	return img.names[img.starts[i]]
}

// word32 reads a number out of the text, where constants are as well.
func (img *image) word32(at uint64) (int32, bool) {
	off := at - img.textAddr
	if off+4 > uint64(len(img.text)) {
		return 0, false
	}
	return int32(binary.LittleEndian.Uint32(img.text[off:])), true
}

var (
	dumpLine = regexp.MustCompile(`^\s*([0-9a-f]+):\t(.*?)\s*$`)
	prefixes = regexp.MustCompile(`^(?:(?:addr32|lock|rep|repz|repnz|bnd|notrack|data16|cs|ds|es|fs|gs|rex[.A-Z]*) )+`)
	address  = regexp.MustCompile(`^(?:0x)?([0-9a-f]+)(?: <.*>)?$`)
)

// disassemble runs objdump over a part of a program.
func disassemble(t testing.TB, path string, from, to uint64) (all []insn) {
	t.Helper()
	out := harness.Must(t, "", nil, "objdump", "-d", "--no-show-raw-insn", "-w",
		fmt.Sprintf("--start-address=%#x", from), fmt.Sprintf("--stop-address=%#x", to), path)
	for _, line := range strings.Split(out, "\n") {
		m := dumpLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		at, err := strconv.ParseUint(m[1], 16, 64)
		harness.Check(t, err)
		if n := len(all); n > 0 {
			all[n-1].next = at
		}
		all = append(all, parse(at, m[2]))
	}
	if len(all) == 0 {
		t.Fatalf("objdump shows nothing from %#x to %#x of %s", from, to, path)
	}
	all[len(all)-1].next = to
	return all
}

func parse(at uint64, text string) insn {
	in := insn{at: at, text: strings.Join(strings.Fields(text), " ")}
	words, _, _ := strings.Cut(prefixes.ReplaceAllString(in.text, ""), " #")
	op, rest, _ := strings.Cut(words, " ")
	in.op, in.args = op, splitArgs(rest)
	if (strings.HasPrefix(op, "j") || op == "call") && len(in.args) == 1 {
		if m := address.FindStringSubmatch(in.args[0]); m != nil {
			in.target, _ = strconv.ParseUint(m[1], 16, 64)
		}
	}
	return in
}

// splitArgs splits at the commas outside parentheses.
func splitArgs(s string) (args []string) {
	depth, from := 0, 0
	for i, c := range s {
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth == 0:
			args = append(args, strings.TrimSpace(s[from:i]))
			from = i + 1
		}
	}
	if last := strings.TrimSpace(s[from:]); last != "" {
		args = append(args, last)
	}
	return args
}

// memory tells whether an instruction reads or writes memory by an operand of
// its own. Pushes, pops, calls and returns do so at the stack pointer alone.
func (in *insn) memory() bool {
	if strings.HasPrefix(in.op, "lea") && in.op != "leave" || strings.HasPrefix(in.op, "nop") {
		return false
	}
	return strings.Contains(in.text, "(") || in.op == "movs" || in.op == "stos"
}
