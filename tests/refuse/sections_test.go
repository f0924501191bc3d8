package refuse

import (
	"strings"
	"testing"
)

// TestSections: data that is not constant hides in sections of any name, and
// numbers stand where addresses should.
func TestSections(t *testing.T) {
	t.Parallel()
	const in = "__attribute__((section(\"%\"))) "
	place := func(section, c string) string {
		return strings.ReplaceAll(c, "IN", strings.Replace(in, "%", section, 1))
	}
	const write = "static long counter IN;\nlong f(long x) { return counter += x; }"
	const read = "const long table[2] IN = {3, 4};\nlong f(long x) { return table[x & 1]; }"
	const among = "counter is writable data among what is read-only (section "
	var cases []refusal
	for _, c := range []struct {
		name, c string
		wants   []string
		only    string // compiler
	}{
		// writable, under names that are not
		{"variable in .rodata.hot", place(".rodata.hot", write), []string{among + ".rodata.hot)"}, ""},
		{"variable in .rodata", place(".rodata", write), []string{among + ".rodata)"}, ""},
		{"variable in .rodata.str1.1", place(".rodata.str1.1", write), []string{among + ".rodata.str1.1)"}, ""},
		{"variable in .text.hot", place(".text.hot", write), []string{among + ".text.hot)"}, ""},
		{"variable in .data.rel.ro", place(".data.rel.ro.q", write), []string{among + ".data.rel.ro.q)"}, ""},
		{"variable under the name of an initial value", place(".data..Lconstinit.q", write), []string{among + ".data..Lconstinit.q)"}, ""},
		{"uninitialized initial value", place(".bss..Lconstinit.q", write), []string{among + ".bss..Lconstinit.q)"}, ""},
		{"variable in .data..x", place(".data..x", write), []string{"counter is writable global data (8 bytes)"}, ""},
		{"variable in .bss.rel", place(".bss.rel.ro", write), []string{"counter is writable global data (8 bytes)"}, ""},
		{"variable in .sdata", place(".sdata", write), []string{"in the section .sdata"}, ""},
		{"variable in .lbss", place(".lbss", write), []string{"in the section .lbss"}, ""},
		{"variable in .ldata", place(".ldata.x", write), []string{"in the section .ldata.x"}, ""},
		{"variable in .preinit", place(".preinit_array", write), []string{"constructor"}, "gcc"},
		{"struct with a pointer and a counter", `static const long zero;
static struct { const long *volatile p; long n; } s IN0 = {&zero, 1};
long f(long x) { return s.n += x + *s.p; }`, []string{"f writes to what is constant"}, ""},

		// read-only by its flags, and not const
		{"variable in a read-only section", `long counter __attribute__((section(".rodata.ro,\"a\",@progbits#"))) = 1;
long f(long x) { return counter += x; }`, []string{"counter is not const, and lies among the constants (section .rodata.ro)"}, "gcc"},
		{"array of a typedef in a read-only section", `typedef long number;
number volatile counter[2] __attribute__((section(".rodata.ro,\"a\",@progbits#"))) = {1};
long f(long x) { return counter[1] += x; }`, []string{"counter is not const, and lies among the constants (section .rodata.ro)"}, "gcc"},
		{"pointer to const in a read-only section", `const char *counter __attribute__((section(".rodata.ro,\"a\",@progbits#"))) = 0;
long f(long x) { counter += x; return (long)counter; }`, []string{"counter is not const, and lies among the constants (section .rodata.ro)"}, "gcc"},

		// data among the code, code among the data, and neither
		{"constant in .text.cold", place(".text.cold", read), []string{"table is data among the code (section .text.cold)"}, ""},
		{"object in .text by assembly", `__asm__(".text\n.type table,@object\n.size table,8\ntable: .quad 7\n");
extern const long table __attribute__((visibility("hidden")));
long f(long x) { return table + x; }`, []string{"table is data among the code (section .text)"}, ""},
		{"function in .rodata", place(".rodata.code", "IN __attribute__((noinline)) long g(long x) { return x * 3 + 1; }\nlong f(long x) { return g(x) + 1; }"),
			[]string{"g is code among the constants (section .rodata.code)"}, ""},
		{"zeros that are only reserved", `__asm__(".section .rodata.z,\"a\",@nobits\n.type table,@object\n.size table,8\ntable: .zero 8\n.text\n");
extern const long table __attribute__((visibility("hidden")));
long f(long x) { return table + x; }`, []string{"table is neither code nor a constant (section .rodata.z)"}, ""},
		{"thread-local under the name of a constant", `__asm__(".section .rodata.t,\"awT\",@progbits\n.type table,@object\n.size table,8\ntable: .quad 1\n.text\n");
extern const long table __attribute__((visibility("hidden")));
long f(long x) { return (long)&table + x; }`, []string{"section .rodata.t"}, ""},

		// what would have to run before
		{"constructor", `long table[2];
__attribute__((constructor)) void fill(void) { table[1] = 7; }
long f(long x) { return table[x & 1]; }`, []string{"table is writable global data"}, ""},
		{"pointer in .init_array", `long f(long x);
__attribute__((section(".init_array"), used)) static long (*const volatile start)(long) = f;
long f(long x) { return x + (long)start; }`, []string{"a constructor or destructor (section .init_array)"}, "gcc"},

		// numbers
		{"call of a number", `long f(long x) { __asm__ volatile("call 0x10000" ::: "memory"); return x; }`, []string{"f needs a fixed address, which is a number"}, ""},
		{"jump to a number", `long f(long x) { __asm__ goto("jmp 0x10010" :::: out); out: return x; }`, []string{"f needs a fixed address, which is a number"}, ""},
		{"call of an absolute symbol", `__asm__(".globl magic\n.hidden magic\n.set magic, 0x10000\n");
long magic(long) __attribute__((visibility("hidden")));
long f(long x) { return magic(x) + 1; }`, []string{"which is a number and no place in the image"}, ""},
		// gas writes the number into the instruction: no relocation tells
		{"address of an absolute symbol", `__asm__(".globl magic\n.hidden magic\n.set magic, 0x10000\n");
extern const char magic[] __attribute__((visibility("hidden")));
long f(long x) { return (long)magic + x; }`, []string{"which is a number and no place in the image"}, "clang"},
	} {
		c.c = strings.ReplaceAll(c.c, "IN0", strings.Replace(in, "%", ".data.rel.ro.s", 1))
		for _, cc := range []string{"gcc", "clang"} {
			if c.only != "" && c.only != cc {
				continue
			}
			wants := anywhere(c.wants...)
			for range 3 { // such code has other faults, too
				wants = append(wants, anywhere("")[0])
				wants[len(wants)-1].May = true
			}
			cases = append(cases, refusal{name: c.name + " of " + cc, env: []string{"CC=" + cc}, wants: wants, files: stub("func F(x int64) int64", c.c, "")})
		}
	}
	refuseAll(t, cases)
}

// TestCompilerFlags: flags within CC are held against the rules for cflags.
func TestCompilerFlags(t *testing.T) {
	t.Parallel()
	var cases []refusal
	for _, cc := range []string{"gcc -mabi=ms", "clang -mno-sse", "gcc -O2 -mgeneral-regs-only", "clang -Rpass=inline", "gcc -fcall-saved-rax", "clang -flto"} {
		flag := cc[strings.LastIndex(cc, " ")+1:]
		cases = append(cases, refusal{name: cc, env: []string{"CC=" + cc}, wants: append(anywhere("flag "+flag+" in CC is refused"), anywhere("")...),
			files: good})
		last := &cases[len(cases)-1].wants[1]
		last.May = true
	}
	refuseAll(t, cases)
}
