package refuse

import (
	"fmt"
	"os/exec"
	"testing"
)

// needArm64 skips the test where C cannot be compiled and linked for arm64.
func needArm64(t *testing.T) {
	t.Helper()
	for _, tool := range []string{"clang", "aarch64-linux-gnu-ld"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("there is no %s", tool)
		}
	}
}

// TestArm64Instructions: what a goroutine does not allow, what a level lacks, and
// what no row of the decoder knows.
func TestArm64Instructions(t *testing.T) {
	t.Parallel()
	needArm64(t)
	const asm = `
int64_t f(int64_t x) {
	__asm__ volatile(%q : "+r"(x) : : "x1", "x2", "cc", "memory"); // WANT f %s
	return x;
}
`
	var cases []refusal
	for _, c := range []struct{ code, want string }{
		// the system's
		{"svc #0", "makes a system call (svc)"},
		{"hvc #0", "calls the hypervisor (hvc)"},
		{"wfe", "waits for an event (wfe)"},
		{"ic ivau, %0", "uses a system instruction (sys)"},
		{"msr daifset, #2", "changes the processor's state (msr)"},
		{"mrs %0, sctlr_el1", "reads a system register (S3_0_C1_C0_0)"},
		// state of Go's or the machine's
		{"mrs %0, tpidr_el0", "uses thread-local storage (TPIDR_EL0)"},
		{"msr tpidr_el0, %0", "writes TPIDR_EL0, the thread's pointer"},
		{"msr fpcr, %0", "writes FPCR, the floating-point mode"},
		{"mrs %0, fpsr", "reads FPSR, the floating-point status"},
		{"mrs %0, cntvct_el0", "reads the system's counter (CNTVCT_EL0)"},
		{"mrs %0, dczid_el0", "reads the size of a cache line (DCZID_EL0)"},
		{"dc zva, %0", "clears memory by the cache line (dc zva)"},
		// registers that are kept
		{"mov x18, %0", "writes x18"},
		{"ldr w28, [%0]", "writes x28"},
		{"ldp x1, x27, [%0]", "writes x27"},
		{"ldrb w1, [x18], #1", "writes x18"},
		{"swpal %0, x28, [%0]", "writes x28"},
		// beyond the base
		{"hint #7", "signs or checks pointers (xpaclri)"},
		{".inst 0x04a0e3e0", "uses SVE"},
		// what no compiler writes, or what is unpredictable
		{".inst 0x9ac13000", "has bytes that are no instruction"},
		{".inst 0xf8410c21", "has bytes that are no instruction"}, // ldr x1, [x1, #16]!
		{".inst 0xa9400421", "has bytes that are no instruction"}, // ldp x1, x1, [x1]
		{"ldtr x1, [%0]", "has bytes that are no instruction"},
		{"hint #50", "has bytes that are no instruction"},
	} {
		code := ".arch_extension lse\n" + c.code
		cases = append(cases, refusal{name: c.code, arch: "arm64",
			files: stub("func F(x int64) int64", fmt.Sprintf(asm, code, c.want), "")})
	}
	const levels = `
__attribute__((target(%q)))
int64_t f(int64_t x) {
	__asm__ volatile(%q : "+r"(x) : : "x1", "v0", "memory"); // WANT f uses an instruction of %s
	return x;
}
`
	for _, c := range []struct{ target, code, want string }{
		{"crc", "crc32cx %w0, %w0, %0", "CRC32, +crc"},
		{"crypto", "aese v0.16b, v0.16b", "AES, +aes"},
		{"crypto", "pmull v0.1q, v0.1d, v0.1d", "AES, +aes"},
		{"crypto", "sha256su0 v0.4s, v0.4s", "SHA-1 and SHA-2, +sha2"},
		{"crc", ".inst 0xce608c00", "SHA-512 and SHA-3, +sha3"}, // rax1,
		{"dotprod", "udot v0.4s, v0.16b, v0.16b", "dot products, +dotprod"},
		{"lse", "ldadd %0, x1, [%0]", "LSE atomics, +lse"},
	} {
		code := ".arch armv8.4-a+crypto\n" + c.code
		cases = append(cases, refusal{name: c.code, arch: "arm64", also: "//nearcall:cpu armv8-a+",
			files: stub("func F(x int64) int64", fmt.Sprintf(levels, c.target, code, c.want), "")})
	}
	refuseAll(t, cases)
}
