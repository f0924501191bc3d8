package house

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/nearcall/nearcall/tests/harness"
)

// The architecture that is thrown away has a name that Go knows, since Go's own
// front end reads the package; of that machine it knows no instruction. The C
// is compiled by the compiler of this one.
const thrownAway = "riscv64"

const noneArch = `// riscv64.c - an architecture without instructions.
#include "arch/arch.h"

static const char *const names[] = {"x0", "x1", "x2", "x8"};
static const uint8_t arguments[] = {0};
static const uint8_t from_dwarf[] = {0, 1, 2, 3};
static const char *const cflags[] = {NULL};

static enum reloc_kind reloc_kind(uint32_t type)
{
	(void)type;
	return RELOC_OTHER;
}

static struct abi_call abi_call(struct arena *a, const struct call *call)
{
	int *places = arena_alloc(a, (call->args.n + 1) * sizeof *places);
	for (size_t i = 0; i < call->args.n; i++)
		places[i] = -1;
	return (struct abi_call){.dwarf_places = places};
}

static struct go_call go_assign(struct arena *a, const struct gofunc *f)
{
	(void)a, (void)f;
	return (struct go_call){0};
}

static bool decode(const uint8_t *p, size_t n, uint64_t addr, struct insn *out)
{
	(void)p, (void)n, (void)addr, (void)out;
	return false;
}

static const char *forbidden(struct arena *a, const uint8_t *p, const struct insn *in, const char **hint)
{
	(void)a, (void)p, (void)in, (void)hint;
	return NULL;
}

static const char *missing(struct arena *a, const struct level *l, const uint8_t *p, const struct insn *in,
                           const char **hint)
{
	(void)a, (void)l, (void)p, (void)in, (void)hint;
	return NULL;
}

static const char *track(struct track *t, const struct insn *in)
{
	(void)t, (void)in;
	return NULL;
}

static bool track_join(struct track *into, const struct track *from, const char **what)
{
	(void)into, (void)from, (void)what;
	return false;
}

static const char *track_call(struct track *t, const struct track *callee)
{
	(void)t, (void)callee;
	return NULL;
}

static const char *track_leave(const struct track *t)
{
	(void)t;
	return NULL;
}

static const char *track_go(const struct track *t, bool mended, const char **hint)
{
	(void)t, (void)mended, (void)hint;
	return NULL;
}

static bool mends(const struct level *l)
{
	(void)l;
	return false;
}

static enum absent_use absent_use(uint32_t type, uint32_t *instead)
{
	(void)type, (void)instead;
	return ABSENT_OTHER;
}

static struct level level(const struct gopkg *pkg, const char *own)
{
	return (struct level){.pkg = pkg, .own = own};
}

static const char *cpu_flags(struct arena *a, const char *name)
{
	(void)a, (void)name;
	return "-g";
}

static const struct arch_package packages[] = {{NULL, NULL}};

const struct arch arch_riscv64 = {
	.name = "riscv64",
	.go_level = "GORISCV64_rva20u64",
	.machine_name = "RISC-V",
	.elf_machine = 243,
	.triple = "x86_64-linux-gnu", // the tools of this machine will do, for nothing gets through the decoder
	.mapping = "",
	.packages = packages,
	.regs = {
		.count = 4, .sp = 2, .fp = 3, .link = REG_NONE, .callee_saved = 1 << 3, .arguments = arguments, .narguments = 1,
		.names = names, .from_dwarf = from_dwarf, .ndwarf = sizeof from_dwarf,
	},
	.stack = {.word = 8, .align = 16},
	.reloc_kind = reloc_kind,
	.absent_use = absent_use,
	.abi_call = abi_call,
	.go_assign = go_assign,
	.decode = decode,
	.forbidden = forbidden,
	.missing = missing,
	.level = level,
	.cflags = cflags,
	.gcc_flags = cflags,
	.clang_flags = cflags,
	.cpu_flags = cpu_flags,
	.track = track,
	.track_join = track_join,
	.track_call = track_call,
	.track_leave = track_leave,
	.track_go = track_go,
	.mends = mends,
};
`

const noneEmitter = `// emitter.c - it never gets so far.
#include "trampolines/emitter.h"

const struct emitter emitter_riscv64;
const struct emitter emitter_riscv64 = {.arch = "riscv64"};
`

const nonePackage = `-- p.go --
package p

//nearcall:source csrc/f.c

//nearcall:func f
func F(x uint64) uint64
-- csrc/f.c --
unsigned long f(unsigned long x) { return x + 1; }
`

// copyTool copies what the tool is built of into a new folder.
func copyTool(t *testing.T) string {
	t.Helper()
	root, dir := harness.Root(t), t.TempDir()
	for _, name := range []string{"Makefile", "go.mod", "pack", "trampolines", "csrc"} {
		err := filepath.WalkDir(filepath.Join(root, name), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			rel, err := filepath.Rel(root, path)
			if err == nil {
				harness.Write(t, dir, rel, harness.Read(t, path))
			}
			return err
		})
		harness.Check(t, err)
	}
	return dir
}

// An architecture is a folder under pack/arch, a folder under trampolines, and
// a line in the list: what it lacks is refused in the prover's words.
func TestNewArchitecture(t *testing.T) {
	dir := copyTool(t)
	harness.Write(t, dir, "pack/arch/riscv64/riscv64.c", noneArch)
	harness.Write(t, dir, "trampolines/riscv64/emitter.c", noneEmitter)
	const line = "\tX(arm64)\n"
	list := harness.Read(t, dir, "pack/arch/list.h")
	if strings.Count(list, line) != 1 {
		t.Fatalf("the list of architectures is another than this test knows:\n%s", list)
	}
	harness.Write(t, dir, "pack/arch/list.h", strings.Replace(list, line, "\tX(arm64) X("+thrownAway+")\n", 1))
	for _, p := range problems(t, dir) {
		t.Error(p)
	}

	// as quick as it can be built; the environment is ready
	env := []string{"NEARCALL_READY=1", "MAKEFLAGS="}
	r := harness.Run(t, dir, env, "make", "-s", "-j"+strconv.Itoa(runtime.NumCPU()), "B=build",
		"CFLAGS=-std=gnu17 -O0 -Wall -Wextra -Werror", "build/nearcall", "build/nearcall-godecl")
	if r.Status != 0 {
		t.Fatalf("the tool with another architecture does not build:\n%s%s", r.Stdout, r.Stderr)
	}

	m := harness.Module(t, nonePackage)
	tool := filepath.Join(dir, "build", "nearcall")
	r = harness.Run(t, m, nil, tool, "check", "-arch", thrownAway, ".")
	const want = "f has bytes that are no instruction"
	if r.Status != 1 || !strings.Contains(r.Stderr, "csrc/f.c:1:") || !strings.Contains(r.Stderr, want) ||
		!strings.Contains(r.Stderr, "\thint: ") {
		t.Errorf("check -arch %s: status %d, want 1 and %q:\n%s%s", thrownAway, r.Status, want, r.Stdout, r.Stderr)
	}
	if r = harness.Run(t, m, nil, tool, "check", "."); r.Status != 0 {
		t.Errorf("check for this machine: status %d\n%s%s", r.Status, r.Stdout, r.Stderr)
	}
	if r = harness.Run(t, m, nil, tool, "check", "-arch", "mips64", "."); r.Status != 2 || !strings.Contains(r.Stderr, "amd64, arm64, "+thrownAway+" only") {
		t.Errorf("check -arch mips64: status %d, want 2\n%s%s", r.Status, r.Stdout, r.Stderr)
	}
	if left, _ := filepath.Glob(filepath.Join(m, "nearcall*")); left != nil {
		t.Errorf("check wrote %q", left)
	}
	if _, err := os.Stat(filepath.Join(dir, "build", "nearcall-godecl")); err != nil {
		t.Error(err)
	}
}
