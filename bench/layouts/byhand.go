package main

import (
	"fmt"
	"log"
	"path/filepath"
	"strconv"
	"strings"
)

// A hand is a function whose C is written into a TEXT.
type hand struct {
	c, goName, frame string
	loads            []string
	store            string
}

// An instruction of a compiled function.
type instruction struct {
	addr   uint64
	bytes  []byte
	name   string
	target uint64 // of a jump
}

// compileByHand gives the instructions of each function of csrc/leaves.c.
func compileByHand(dir, level string) map[string][]instruction {
	object := filepath.Join(dir, "leaves.o")
	command(dir, nil, "clang", "-c", "-O3", "-ffast-math", "-march="+strings.TrimSuffix(level, "-v1"), "-fomit-frame-pointer", "-fcf-protection=none",
		"-ffunction-sections", "-o", object, "csrc/leaves.c")
	if relocs := command(dir, nil, "objdump", "-r", object); strings.Contains(relocs, "[.text.") {
		log.Fatalf("the code has relocations, which are not written by hand here:\n%s", relocs)
	}
	code := map[string][]instruction{}
	function := ""
	for _, text := range strings.Split(command(dir, nil, "objdump", "-dw", object), "\n") {
		if _, name, found := strings.Cut(text, " <"); found && strings.HasSuffix(name, ">:") {
			function = strings.TrimSuffix(name, ">:")
		} else if columns := strings.Split(text, "\t"); len(columns) == 3 {
			code[function] = append(code[function], readInstruction(columns))
		}
	}
	return code
}

// readInstruction reads "  14:", "74 0f", "je     25 <sum+0x25>".
func readInstruction(columns []string) instruction {
	number := func(text string) uint64 {
		n, err := strconv.ParseUint(text, 16, 64)
		check(err)
		return n
	}
	in := instruction{addr: number(strings.TrimSuffix(strings.TrimSpace(columns[0]), ":"))}
	for _, b := range strings.Fields(columns[1]) {
		in.bytes = append(in.bytes, byte(number(b)))
	}
	words := strings.Fields(columns[2])
	in.name = words[0]
	if strings.HasPrefix(in.name, "j") {
		in.target = number(words[1])
	}
	return in
}

// How Go's assembler calls the jumps.
var goJumps = map[string]string{
	"jmp": "JMP", "je": "JEQ", "jne": "JNE", "jb": "JCS", "jae": "JCC", "ja": "JHI", "jbe": "JLS", "jl": "JLT",
	"jge": "JGE", "jg": "JGT", "jle": "JLE", "js": "JMI", "jns": "JPL",
}

func isNop(in instruction) bool {
	return strings.Contains(in.name, "nop") || in.name == "cs" || in.name == "data16" || in.name == "xchg"
}

// assemblyByHand writes the instructions as bytes, and jumps to labels. A return is the store of the result, and a
// return. With aligned, loops begin at multiples of 16, as the compiler put them, and its own pads are left out.
func assemblyByHand(code map[string][]instruction, aligned bool) string {
	text := &strings.Builder{}
	fmt.Fprint(text, "#include \"textflag.h\"\n")
	for _, h := range byHand {
		fmt.Fprintf(text, "\nTEXT ·%s(SB), NOSPLIT|NOFRAME, %s\n", h.goName, h.frame)
		for _, load := range h.loads {
			fmt.Fprintf(text, "\t%s\n", load)
		}
		all := code[h.c]
		if len(all) == 0 {
			log.Fatalf("no code of %s", h.c)
		}
		for i, in := range all {
			writeByHand(text, h, all, i, in, aligned)
		}
	}
	return text.String()
}

func writeByHand(text *strings.Builder, h hand, all []instruction, i int, in instruction, aligned bool) {
	isTarget, isLoop := false, false
	for k, other := range all {
		isTarget = isTarget || other.target == in.addr && other.target != 0
		isLoop = isLoop || other.target == in.addr && k >= i
	}
	if aligned && isLoop && in.addr%16 == 0 {
		fmt.Fprint(text, "\tPCALIGN $16\n")
	}
	if isTarget {
		fmt.Fprintf(text, "l%x:\n", in.addr)
	}
	switch jump := goJumps[in.name]; {
	case in.name == "ret" || in.name == "retq":
		fmt.Fprintf(text, "\t%s\n\tRET\n", h.store)
	case jump != "":
		fmt.Fprintf(text, "\t%s l%x\n", jump, in.target)
	case in.target != 0:
		log.Fatalf("no name for %s", in.name)
	case aligned && isNop(in):
	default:
		for _, b := range in.bytes {
			fmt.Fprintf(text, "\tBYTE $0x%02x\n", b)
		}
	}
}
