package refuse

import "testing"

// TestConstructors: a constructor stays, to be refused, where what Go calls has
// something of it, in whatever way, or where it does more than compute.
func TestConstructors(t *testing.T) {
	t.Parallel()
	const start = "__attribute__((constructor)) static void start(void) { "
	var cases []refusal
	for _, c := range []struct{ name, c string }{
		{"a table that it fills", "static volatile long t[2];\n" + start + "t[1] = 7; }\nlong f(long x) { return t[x & 1]; }"},
		{"by a function that it calls", "static volatile long t;\n__attribute__((noinline)) static void set(volatile long *p) { *p = 7; }\n" +
			start + "set(&t); }\nlong f(long x) { return t + x; }"},
		{"by a constant that holds the address", "static volatile long t;\nvolatile long *const p[2] = {&t, &t};\nextern volatile int which;\nvolatile int which;\n" +
			start + "*p[which & 1] = 7; }\nlong f(long x) { return t + x; }"},
		{"by a common variable", "__asm__(\".comm t,8,8\\n.hidden t\\n\");\nextern volatile long t;\n" + start + "t = 7; }\nlong f(long x) { return t + x; }"},
		{"by a thread's variable", "static __thread volatile long t;\n" + start + "t = 7; }\nlong f(long x) { return t + x; }"},
		{"among constants with addresses", "static const long zero;\nstatic struct { const long *volatile p; volatile long n; } t " +
			"__attribute__((section(\".data.rel.ro.t\"))) = {&zero, 1};\n" + start + "t.n = 7; }\nlong f(long x) { return t.n + x + *t.p; }"},
		{"a destructor", "static volatile long t;\n__attribute__((destructor)) static void stop(void) { t = 7; }\nlong f(long x) { return t++ + x; }"},
		{"that changes how numbers are rounded", start + "__builtin_ia32_ldmxcsr(0x8040); }\nlong f(long x) { return x + 1; }"},
		{"that asks the system", start + "long n = 39; __asm__ volatile(\"syscall\" : \"+a\"(n) :: \"rcx\", \"r11\", \"memory\"); }\nlong f(long x) { return x + 1; }"},
		{"that does so in code without a name", "__asm__(\".pushsection .text.odd,\\\"ax\\\"\\n0: ldmxcsr mode(%rip)\\nret\\n.popsection\\n\"\n" +
			"\".pushsection .rodata.mode,\\\"a\\\"\\nmode: .long 0x8040\\n.popsection\\n\"\n" +
			"\".pushsection .init_array,\\\"aw\\\",@init_array\\n.quad 0b\\n.popsection\\n\");\nlong f(long x) { return x + 1; }"},
		{"where one of two is needed", "static volatile long t, u;\n" + start + "t = 7; }\n__attribute__((constructor)) static void second(void) { u = 1; }\n" +
			"long f(long x) { return u + x; }"},
	} {
		for _, cc := range []string{"gcc", "clang"} {
			wants := anywhere("the C objects hold a constructor or destructor (section .")
			for range 6 { // such code has other faults, too
				wants = append(wants, anywhere("")[0])
				wants[len(wants)-1].May = true
			}
			cases = append(cases, refusal{name: c.name + " of " + cc, env: []string{"CC=" + cc}, wants: wants, files: stub("func F(x int64) int64", c.c, "")})
		}
	}
	refuseAll(t, cases)
}
