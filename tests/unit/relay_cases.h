// relay_cases.h - functions in assembly, and what they are relaid as, or why not.
#ifndef NEARCALL_RELAY_CASES_H
#define NEARCALL_RELAY_CASES_H

struct relay_case {
	const char *name;
	const char *code; // behind "f:"
	const char *want; // the new code, or the reason
};

#define CALLEE(name, code) \
	"\n.size f, . - f\n.p2align 4\n.type " name ",%function\n" name ":\n" code "\n.size " name ", . - " name "\n"

static const struct relay_case cases[] = {
	{"a leaf", "add x0, x0, x1\nret\n",
	 "add x0, x0, x1\nret\n"},
	{"a leaf with a frame for x29 alone", "stp x29, x30, [sp, #-16]!\nmov x29, sp\nadd x0, x0, x1\n"
	 "ldp x29, x30, [sp], #16\nret\n",
	 "add x0, x0, x1\nret\n"},
	{"a leaf with locals", "sub sp, sp, #32\nstr x0, [sp, #8]\nldr x0, [sp, #8]\nadd sp, sp, #32\nret\n",
	 "stur x30, [sp, #-0x30]\nsub sp, sp, #0x30\nstr x0, [sp, #0x18]\nldr x0, [sp, #0x18]\nadd sp, sp, #0x30\n"
	 "ret\n"},
	{"clang's frame", "sub sp, sp, #48\nstp x29, x30, [sp, #32]\nadd x29, sp, #32\nadd x0, sp, #8\n"
	 "bl g\nldr x1, [sp, #8]\n"
	 "ldur x2, [x29, #-8]\nadd x0, x0, x1\nadd x0, x0, x2\nldp x29, x30, [sp, #32]\nadd sp, sp, #48\nret\n"
	 CALLEE("g", "str x0, [x0]\nret"),
	 "stur x30, [sp, #-0x40]\nsub sp, sp, #0x40\nstp x29, x30, [sp, #0x30]\nadd x0, sp, #0x18\nbl #0x10080\n"
	 "ldr x1, [sp, #0x18]\nldr x2, [sp, #0x28]\nadd x0, x0, x1\nadd x0, x0, x2\nldr x30, [sp, #0x38]\n"
	 "add sp, sp, #0x40\nret\nstr x0, [x0]\nret\n"},
	{"pre- and post-indexed, two steps", "stp x29, x30, [sp, #-32]!\nstp x20, x19, [sp, #16]\n"
	 "mov x29, sp\nsub sp, sp, #64\n"
	 "str q0, [sp, #16]\nstp w1, w2, [x29, #-16]\nbl g\nldr q0, [sp, #16]\nadd sp, sp, #64\n"
	 "ldp x20, x19, [sp, #16]\n"
	 "ldp x29, x30, [sp], #32\nret\n" CALLEE("g", "ret"),
	 "stur x30, [sp, #-0x70]\nsub sp, sp, #0x70\nstp x29, x30, [sp, #0x50]\nstp x20, x19, [sp, #0x60]\n"
	 "str q0, [sp, #0x20]\nstp w1, w2, [sp, #0x40]\nbl #0x10080\nldr q0, [sp, #0x20]\n"
	 "ldp x20, x19, [sp, #0x60]\nldr x30, [sp, #0x58]\nadd sp, sp, #0x70\nret\nret\n"},
	{"a large frame", "sub sp, sp, #8, lsl #12\nstr x30, [sp]\nldp x1, x2, [sp, #496]\n"
	 "str w1, [sp, #16]\nmov x3, sp\n"
	 "ldrb w1, [x3, x2]\nbl g\nldr x30, [sp]\nadd sp, sp, #8, lsl #12\nret\n" CALLEE("g", "ret"),
	 "sub x27, sp, #9, lsl #12\nstr x30, [x27]\nsub sp, sp, #9, lsl #12\nstr x30, [sp, #0x10]\n"
	 "add x27, sp, #0x200\nldp x1, x2, [x27]\nstr w1, [sp, #0x20]\nadd x3, sp, #0x10\nldrb w1, [x3, x2]\n"
	 "bl #0x10090\nldr x30, [sp, #0x10]\nadd sp, sp, #9, lsl #12\nret\n-\n-\n-\nret\n"},
	{"arguments on the stack", "stp x29, x30, [sp, #-48]!\nmov x29, sp\nldr x9, [sp, #48]\n"
	 "ldr x10, [x29, #56]\nsub sp, sp, #16\n"
	 "stp x9, x10, [sp]\nbl g\nadd sp, sp, #16\nldp x29, x30, [sp], #48\n"
	 "ret\n" CALLEE("g", "ldp x0, x1, [sp]\nret"),
	 "stur x30, [sp, #-0x50]\nsub sp, sp, #0x50\nstp x29, x30, [sp, #0x20]\nldr x9, [sp, #0x60]\n"
	 "ldr x10, [sp, #0x68]\nstp x9, x10, [sp, #0x10]\nbl #0x10080\nldr x30, [sp, #0x28]\nadd sp, sp, #0x50\n"
	 "ret\n-\n-\nldp x0, x1, [sp, #0x10]\nret\n"},
	{"an address of arguments", "sub sp, sp, #16\nstr x0, [sp, #8]\nadd x9, sp, #16\nldp x0, x1, [x9]\n"
	 "add sp, sp, #16\nret\n",
	 "stur x30, [sp, #-0x20]\nsub sp, sp, #0x20\nstr x0, [sp, #0x18]\nadd x9, sp, #0x30\nldp x0, x1, [x9]\n"
	 "add sp, sp, #0x20\nret\n"},
	{"a stack pointer above the caller's", "add sp, sp, #32\nstr x0, [sp]\nsub sp, sp, #32\nret\n",
	 "f+0x0 has its stack pointer above where its caller's is"},
	{"a stack pointer above the caller's behind its frame", "str x30, [sp, #-16]!\nldr x30, [sp], #32\nsub sp, sp, #16\nret\n",
	 "f+0x4 has its stack pointer above where its caller's is"},
	{"a frame pointer from above the caller's", "mov x9, sp\nadd x9, x9, #16\nmov sp, x9\nsub sp, sp, #16\nret\n",
	 "f+0x8 has its stack pointer above where its caller's is"},
	{"the end of locals", "sub sp, sp, #32\nadd x9, sp, #32\nstur x0, [x9, #-8]\nldur x0, [x9, #-16]\n"
	 "add sp, sp, #32\nret\n",
	 "stur x30, [sp, #-0x30]\nsub sp, sp, #0x30\nadd x9, sp, #0x30\nstur x0, [x9, #-8]\nldur x0, [x9, #-0x10]\n"
	 "add sp, sp, #0x30\nret\n"},
	{"an address right behind the frame", "sub sp, sp, #32\nadd x9, sp, #32\ncmp x9, x0\ncset w0, eq\n"
	 "add sp, sp, #32\nret\n",
	 "f+0x4 takes the address right behind its frame, which may mean the frame or the arguments behind it"},
	{"two ends of a function", "cbz x0, 1f\nstr x30, [sp, #-16]!\nbl g\nldr x30, [sp], #16\nret\n"
	 "1: mov x0, #1\nret\n"
	 CALLEE("g", "ret"),
	 "cbz x0, #0x10070\nstur x30, [sp, #-0x20]\nsub sp, sp, #0x20\nstr x30, [sp, #0x10]\nbl #0x10080\n"
	 "ldr x30, [sp, #0x10]\nadd sp, sp, #0x20\nret\nmovz x0, #0x1\nret\n-\n-\nret\n"},
	{"goes on in its frame behind a return", "str x30, [sp, #-16]!\ncbz x0, 1f\nbl g\n"
	 "ldr x30, [sp], #16\nret\n1: bl g\nmov x0, #1\n"
	 "ldr x30, [sp], #16\nret\n" CALLEE("g", "ret"),
	 "stur x30, [sp, #-0x20]\nsub sp, sp, #0x20\nstr x30, [sp, #0x10]\ncbz x0, #0x10074\nbl #0x10090\n"
	 "ldr x30, [sp, #0x10]\nadd sp, sp, #0x20\nret\n-\nbl #0x10090\nmovz x0, #0x1\nldr x30, [sp, #0x10]\n"
	 "add sp, sp, #0x20\nret\n-\n-\nret\n"},
	{"a tail call", "cbz x0, 1f\nb g\n1: ret\n" CALLEE("g", "mov x0, #2\nret"),
	 "cbz x0, #0x10058\nb #0x10060\nret\n-\nmovz x0, #0x2\nret\n"},
	{"a part set apart", "str x30, [sp, #-16]!\ncbz x0, cold\nbl g\n2: ldr x30, [sp], #16\n"
	 "ret\n" CALLEE("cold", "mov x0, #5\nbl g\nb 2b")
	 ".p2align 4\n.type g,%function\ng: ret\n.size g, . - g\n",
	 "stur x30, [sp, #-0x20]\nsub sp, sp, #0x20\nstr x30, [sp, #0x10]\ncbz x0, #0x10080\nbl #0x10090\n"
	 "ldr x30, [sp, #0x10]\nadd sp, sp, #0x20\nret\n-\n-\n-\n-\nmovz x0, #0x5\nbl #0x10090\nb #0x10064\n-\n"
	 "ret\n"},
	{"an index of the stack pointer", "sub sp, sp, #64\nstr x0, [sp, x1, lsl #3]\n"
	 "add x2, sp, x1, lsl #3\nldr x0, [x2]\nadd sp, sp, #64\nret\n",
	 "stur x30, [sp, #-0x50]\nsub sp, sp, #0x50\nadd x27, sp, #0x10\nstr x0, [x27, x1, lsl #3]\n"
	 "add x27, sp, #0x10\nadd x2, x27, x1, uxtx #3\nldr x0, [x2]\nadd sp, sp, #0x50\nret\n"},
	{"addresses in x29", "stp x29, x30, [sp, #-64]!\nmov x29, sp\nsub x0, x29, #0\nadd x1, x29, x2\n"
	 "cmp x29, x3\nstr x29, [sp, #24]\n"
	 "bl g\nmov sp, x29\nldp x29, x30, [sp], #64\nret\n" CALLEE("g", "ret"),
	 "stur x30, [sp, #-0x50]\nsub sp, sp, #0x50\nstp x29, x30, [sp, #0x10]\nadd x0, sp, #0x10\n"
	 "add x27, sp, #0x10\nadd x1, x27, x2\nadd x27, sp, #0x10\ncmp x27, x3\nadd x27, sp, #0x10\n"
	 "str x27, [sp, #0x28]\nbl #0x10090\nldr x30, [sp, #0x18]\nadd sp, sp, #0x50\nret\n-\n-\nret\n"},
	{"x29 as data", "stp x29, x30, [sp, #-16]!\nmov x29, x0\nbl g\nmov x0, x29\n"
	 "ldp x29, x30, [sp], #16\nret\n" CALLEE("g", "ret"),
	 "f+0x4 gives x29 what is neither an address of its frame nor what its caller has there"},
	{"x29 and another register", "stp x30, x29, [sp, #-32]!\nstp x19, x20, [sp, #16]\nbl g\n"
	 "ldp x19, x20, [sp, #16]\nldp x30, x29, [sp], #32\nret\n"
	 CALLEE("g", "ret"),
	 "stur x30, [sp, #-0x30]\nsub sp, sp, #0x30\nstp x30, x29, [sp, #0x10]\nstp x19, x20, [sp, #0x20]\n"
	 "bl #0x10080\nldp x19, x20, [sp, #0x20]\nldr x30, [sp, #0x10]\nadd sp, sp, #0x30\nret\n-\n-\n-\nret\n"},
	{"atomics and structures in the frame", "sub sp, sp, #32\nstr x0, [sp, #16]\nld1 {v0.16b}, [sp]\n"
	 "ldar x0, [sp]\nadd sp, sp, #32\nret\n",
	 "stur x30, [sp, #-0x30]\nsub sp, sp, #0x30\nstr x0, [sp, #0x20]\nadd x27, sp, #0x10\nld1 {v0.16b}, [x27]\n"
	 "add x27, sp, #0x10\nldar x0, [x27]\nadd sp, sp, #0x30\nret\n"},
	{"an aligned frame", "stp x29, x30, [sp, #-16]!\nmov x29, sp\nsub x9, sp, #64\n"
	 "and sp, x9, #0xffffffffffffffc0\nstr x0, [sp]\nbl g\n"
	 "mov sp, x29\nldp x29, x30, [sp], #16\nret\n" CALLEE("g", "ret"),
	 "f+0x10 aligns its stack pointer, by as many bytes as it happens to take"},
};

#endif
