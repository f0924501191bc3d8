package refuse

import (
	"strings"
	"testing"
)

// TestAudit: code that computes well and leaves the processor in a state that
// Go does not expect, or needs a processor that the package does not declare.
// Each comes out of a real compiler, from C or from assembly in it.
func TestAudit(t *testing.T) {
	t.Parallel()
	var cases []refusal
	for _, c := range []struct{ name, decl, c string }{
		{"AVX2 in a baseline build", "func F(p *float32)", `
#include <immintrin.h>
__attribute__((target("avx2")))
void f(float *p) {
	__m256 x = _mm256_loadu_ps(p); // WANT f uses an instruction of x86-64-v3 (AVX)
	_mm256_storeu_ps(p, _mm256_add_ps(x, x)); // MAY f uses an instruction
}`},
		{"AES without its flag", "func F(p *byte)", `
#include <wmmintrin.h>
__attribute__((target("aes")))
void f(unsigned char *p) {
	__m128i x = _mm_loadu_si128((const __m128i *)p);
	x = _mm_aesenc_si128(x, x); // WANT f uses an instruction of AES (-maes)
	_mm_storeu_si128((__m128i *)p, x);
}`},
		{"MXCSR", "func F(x uint32)", `
void f(uint32_t x) {
	__asm__ volatile("ldmxcsr %0" ::"m"(x)); // WANT f changes the floating-point mode (ldmxcsr)
}`},
		{"x87 control word", "func F(x uint16)", `
void f(uint16_t x) {
	__asm__ volatile("fldcw %0" ::"m"(x)); // WANT f changes the x87 control word (fldcw)
}`},
		{"privileged", "func F()", `
void f(void) {
	__asm__ volatile("cli"); // WANT f uses a privileged instruction (cli)
}`},
		{"software interrupt", "func F()", `
void f(void) {
	__asm__ volatile("int $0x80"); // WANT f raises a software interrupt (int)
}`},
		{"GS segment", "func F() uint64", `
uint64_t f(void) {
	uint64_t x;
	__asm__ volatile("mov %%gs:0, %0" : "=r"(x)); // WANT f uses thread-local storage (an FS or GS segment)
	return x;
}`},
		{"FS base", "func F(x uint64)", `
__attribute__((target("fsgsbase")))
void f(uint64_t x) {
	__builtin_ia32_wrfsbase64(x); // WANT f reads or writes the FS or GS base (wrfsbase)
}`},
		{"direction flag", "func F(p *uint64, n int64)", `
void f(uint64_t *p, int64_t n) {
	__asm__ volatile("std; rep stosq; cld" : "+D"(p), "+c"(n) : "a"(0L) : "memory"); // WANT f sets the direction flag (std)
}`},
		{"clobbered register", "func F()", `
void f(void) {
	__asm__ volatile("xor %r12d, %r12d");
} // WANT f does not restore r12 before it returns
`},
		{"clobbered frame pointer", "func F()", `
__attribute__((naked)) void f(void) {
	__asm__ volatile("xor %ebp, %ebp; ret"); // WANT f does not restore rbp before it returns
}
`},
		{"pointer from outside", "func F(p unsafe.Pointer) int64", `
int64_t f(int64_t (*p)(void)) {
	return p() + 1; // WANT f calls through a pointer
}`},
		{"pointer from a struct of the caller", "func F(p unsafe.Pointer) int64", `
struct ops { int64_t (*get)(void *); };
int64_t f(struct ops *p) {
	return p->get(p) + 1; // WANT f calls through a pointer
}`},
		{"stack that moves by a variable", "func F(n int64) int64", `
int64_t f(int64_t n) {
	__asm__ volatile("sub %0, %%rsp; add %0, %%rsp" ::"r"(n)); // WANT f changes the stack pointer by an amount that is not a constant
	return n;
}`},
		{"too much stack", "func F(n int64) int64", `
int64_t f(int64_t n) { // WANT f needs 314572808 bytes of stack, more than 268435456
	volatile char big[300 << 20];
	big[n] = 1;
	return big[n / 2];
}`},
	} {
		cases = append(cases, refusal{name: c.name, files: stub(c.decl, c.c, "")})
	}
	const upper = `
void f(void) {
	__asm__ volatile("vaddps %ymm0, %ymm1, %ymm2");
} // MAY f may return without vzeroupper
`
	const lie = `
__asm__(".text\n.globl f\n.hidden f\n.type f,@function\nf: .cfi_startproc\npush %rbx\npop %rbx\nret\n.cfi_endproc\n.size f,.-f\n");
`
	const recursions = `
__attribute__((noinline)) static int64_t g(int64_t n) { return n ? g(n / 2) * g(n / 3) : 1; }
int64_t f(int64_t n) { return n ? f(n - 1) * g(n) : 1; }
`
	const entangled = `
int64_t f(int64_t n);
__attribute__((noinline)) static int64_t g(int64_t n) { return n ? g(n / 2) * f(n / 3) : 1; } // WANT g is recursive
int64_t f(int64_t n) { return n ? f(n - 1) * g(n) : 1; } // WANT f is recursive
`
	cases = append(cases,
		refusal{name: "no vzeroupper", wants: anywhere("f may return without vzeroupper"),
			files: strings.Replace(stub("func F()", upper, ""), "//nearcall:func f", "//nearcall:cpu x86-64-v3\n//nearcall:func f", 1)},
		refusal{name: "unwind information that lies", wants: anywhere("f has a stack depth that its unwind information contradicts"),
			files: strings.Replace(stub("func F()", lie, ""), "//nearcall:func f", "//nearcall:func f()", 1)},
		refusal{name: "promise for a function that is not there", wants: anywhere("//nearcall:depth: there is no function walk"),
			files: strings.Replace(stub("func F()", "void f(void) {}", ""), "//nearcall:source", "//nearcall:depth walk 8\n//nearcall:source", 1)},
		refusal{name: "a recursion under a promise, without one of its own", wants: anywhere("g is recursive"),
			files: strings.Replace(stub("func F(n int64) int64", recursions, ""), "//nearcall:source", "//nearcall:depth f 8\n//nearcall:source", 1)},
		refusal{name: "two recursions with promises that call each other",
			files: strings.Replace(stub("func F(n int64) int64", entangled, ""), "//nearcall:source",
				"//nearcall:depth f 8\n//nearcall:depth g 8\n//nearcall:source", 1)},
	)
	refuseAll(t, cases)
}
