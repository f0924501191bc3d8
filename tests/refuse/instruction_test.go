package refuse

import (
	"fmt"
	"testing"
)

// TestInstructions: what an instruction may be is a list of what is allowed.
// The first of each group once went through; the others are of its kind.
func TestInstructions(t *testing.T) {
	t.Parallel()
	const levels, asm = `
__attribute__((target(%q)))
int64_t f(int64_t x) { %s return x; } // WANT f %s
`, `
int64_t f(int64_t x) {
	int64_t m[128] __attribute__((unused, aligned(64))) = {x};
	__asm__ volatile(%q : "+r"(x) : "r"(m) : "rax", "rcx", "rdx", "cc", "memory"); // WANT f %s
	// MAY^ f calls through a pointer
	return x;
}
`
	var cases []refusal
	for _, c := range []struct{ code, want string }{
		// segment registers
		{"lfs (%1), %%eax", "loads a segment register (lfs)"},
		{"lss (%1), %%eax", "loads a segment register (lss)"},
		{"mov %w0, %%ds", "loads a segment register (mov)"},
		{"mov %%gs, %w0", "reads a segment register (mov)"},
		// flags that outlive the call
		{"std; lodsb; cld", "sets the direction flag (std)"},
		{"pushfq; orq $0x40000, (%%rsp); popfq", "pops the flags (popfq)"},
		{"sti", "uses a privileged instruction (sti)"},
		{"clac", "uses a privileged instruction (clac)"},
		// other state
		{"fnsave (%1)", "changes the x87 control word (fnsave)"},
		{"xrstor (%1)", "saves or restores processor state (xrstor)"},
		{"fxrstor (%1)", "saves or restores processor state (fxrstor)"},
		{"vldmxcsr (%1)", "changes the floating-point mode (vldmxcsr)"},
		// control flow that the proof does not follow
		{"lcall *(%1)", "calls far (lcall)"},
		{"int3", "stops for a debugger (int3)"},
		{"xtest", "uses transactions (xtest)"},
		// the system's
		{"in %%dx, %%al", "reads or writes a port (in)"},
		{"mov %%cr4, %0", "uses a privileged instruction (mov)"},
		{"mov %0, %%db7", "uses a privileged instruction (mov)"},
		{"lgdt (%1)", "reads or changes the processor's tables (lgdt)"},
		{"swapgs", "uses a privileged instruction (swapgs)"},
		{"invlpg (%1)", "uses a privileged instruction (invlpg)"},
		{"rdpmc", "reads a performance counter (rdpmc)"},
		// sets that no level has
		{"umonitor %0", "waits for memory or for a time (umonitor)"},
		{"rdpid %0", "reads the processor's number (rdpid)"},
		{"rdtscp", "reads the processor's number (rdtscp)"},
		{"ptwrite %0", "writes into the processor's trace (ptwrite)"},
		{"serialize", "serializes the processor (serialize)"},
		{"rdpkru", "reads or changes the protection keys (rdpkru)"},
		{"clzero", "writes a cache line (clzero)"},
		{"pfadd %%mm0, %%mm1", "uses 3DNow! (pfadd)"},
		{"wrssq %0, (%1)", "touches the shadow stack (wrssq)"},
		{".byte 0xf3, 0x0f, 0x1b, 0x00", "uses the bound registers (bndmk)"},
	} {
		cases = append(cases, refusal{name: c.want, files: stub("func F(x int64) int64", fmt.Sprintf(asm, c.code, c.want), "")})
	}
	const far = `
__attribute__((naked)) void f(void) {
	__asm__("lretq"); // WANT f returns far (lretq)
}
`
	cases = append(cases, refusal{name: "returns far", files: stub("func F()", far, "")})
	// A function may ask for more than the package has declared. The hint names the least that has it.
	for _, c := range []struct{ target, code, want, hint string }{
		{"cldemote", `__asm__("cldemote %0" :: "m"(x));`, "uses an instruction of CLDEMOTE (-mcldemote)", "//nearcall:cflags -mcldemote"},
		{"ssse3", `__asm__("pshufb %xmm0, %xmm0");`, "uses an instruction of x86-64-v2 (SSSE3)", "//nearcall:cpu x86-64-v2, or it alone, //nearcall:cflags -mssse3"},
		{"sse4.2", `x = __builtin_ia32_crc32di(x, x);`, "uses an instruction of x86-64-v2 (SSE42)", "//nearcall:cpu x86-64-v2, or it alone, //nearcall:cflags -msse4.2"},
		{"bmi2", `x = __builtin_ia32_pdep_di(x, 0x5555);`, "uses an instruction of x86-64-v3 (BMI2)", "//nearcall:cpu x86-64-v3, or it alone, //nearcall:cflags -mbmi2"},
		{"avx512f", `__asm__("vaddsd %xmm16, %xmm0, %xmm0");`, "uses an instruction of x86-64-v4 (AVX512F_SCALAR)", "//nearcall:cpu x86-64-v4, or it alone, //nearcall:cflags -mavx512f"},
		{"sha", `__asm__("sha1nexte %xmm0, %xmm0");`, "uses an instruction of SHA (-msha)", "//nearcall:cflags -msha"},
	} {
		cases = append(cases, refusal{name: c.target, also: c.hint,
			files: stub("func F(x int64) int64", fmt.Sprintf(levels, c.target, c.code, c.want), "")})
	}
	refuseAll(t, cases)
}
