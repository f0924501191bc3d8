package stack

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// machine is an architecture that functions are tested for.
type machine struct {
	name      string // as nearcall's -arch takes it
	tools     string // in front of the names of gcc and binutils
	clang     []string
	flags     []string            // what nearcall itself compiles with; see the cflags of struct arch
	flagsOf   map[string][]string // and by compiler
	cpus      []string            // per batch: a Go package has one level
	runs      func(cpu string) bool
	march     map[string]string // levels that compilers have other names for
	call      uint64            // bytes of stack that a call takes for the return address
	emulator  []string          // runs a program of it here
	cc        []string          // builds painted
	reference string            // optimisation of the ordinary programs that results are compared with; "": none
}

var machines = map[string]*machine{
	"amd64": {
		name:  "amd64",
		clang: []string{"clang"},
		flags: []string{"-fcf-protection=none"},
		cpus:  []string{"x86-64-v1", "x86-64-v1", "x86-64-v3", "x86-64-v1", "x86-64-v4", "x86-64-v1"},
		runs:  runsHere,
		march: map[string]string{"x86-64-v1": "x86-64"}, // as gcc 12 and clang 14 call it
		call:  8,
		cc:    []string{"gcc"},
	},
	"arm64": {
		name:  "arm64",
		tools: "aarch64-linux-gnu-",
		clang: []string{"clang", "--target=aarch64-linux-gnu"},
		flags: []string{"-ffixed-x18", "-ffixed-x27", "-ffixed-x28", "-mbranch-protection=none", "-mno-outline-atomics",
			"-fno-jump-tables"},
		flagsOf: map[string][]string{
			"clang": {"-fno-omit-frame-pointer", "-mno-omit-leaf-frame-pointer"},
			"gcc":   {"-fomit-frame-pointer", "-ffixed-x29", "-fno-ipa-ra"},
		},
		cpus:      []string{"armv8-a", "armv8-a", "armv8-a+crc+lse"},
		runs:      func(string) bool { return true },
		emulator:  []string{"qemu-aarch64"},
		cc:        []string{"aarch64-linux-gnu-gcc", "-static"},
		reference: "-O1",
	},
}

// runsHere tells in /proc/cpuinfo whether a level of amd64 can run here.
func runsHere(cpu string) bool {
	need := map[string]string{"x86-64-v3": " avx2 ", "x86-64-v4": " avx512vl "}[cpu]
	info, err := os.ReadFile("/proc/cpuinfo")
	return need == "" || err == nil && strings.Contains(string(info), need)
}

// cpuOf is the level of a batch, or the first if this machine cannot run it.
func (m *machine) cpuOf(batch int) string {
	if cpu := m.cpus[batch%len(m.cpus)]; m.runs(cpu) {
		return cpu
	}
	return m.cpus[0]
}

// compiler is the command line of clang or gcc, with nearcall's own flags.
func (m *machine) compiler(name, cpu string) []string {
	line := []string{m.tools + name}
	if name == "clang" {
		line = slices.Clone(m.clang)
	}
	if other, ok := m.march[cpu]; ok {
		cpu = other
	}
	return slices.Concat(line, []string{"-march=" + cpu}, fixedFlags, m.flags, m.flagsOf[name])
}

// lacks says what has to be installed; "": nothing.
func (m *machine) lacks() string {
	for _, tool := range slices.Concat(m.cc[:1], m.emulator) {
		if _, err := exec.LookPath(tool); err != nil {
			return fmt.Sprintf("%s is not installed (apt install gcc-aarch64-linux-gnu qemu-user)", tool)
		}
	}
	return ""
}
