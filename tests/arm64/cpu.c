// cpu.c - the code around the instruction needs a register to store the others:
// behind it TPIDR_EL0 keeps x0 meanwhile, which is C's again before C goes on.
#include "cpu.h"

#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

// All of it is copied, with the instruction in its middle. In front of it are the words of struct saved.
extern const uint8_t cpu_template[];
extern const uint32_t cpu_bytes; // of all that

struct saved {
	uint64_t cpu, sp, thread, pad; // struct cpu; C's stack pointer and TPIDR_EL0
};

__asm__(".text\n"
        ".globl cpu_template, cpu_bytes\n"
        ".balign 16\n"
        "cpu_template:\n" // at code + 32
        "	sub sp, sp, #96\n"
        "	stp x19, x20, [sp]\n"
        "	stp x21, x22, [sp, #16]\n"
        "	stp x23, x24, [sp, #32]\n"
        "	stp x25, x26, [sp, #48]\n"
        "	stp x27, x28, [sp, #64]\n"
        "	stp x29, x30, [sp, #80]\n"
        "	adr x9, cpu_template - 32\n"
        "	mov x10, sp\n"
        "	str x10, [x9, #8]\n"
        "	mrs x10, tpidr_el0\n"
        "	str x10, [x9, #16]\n"
        "	ldr x30, [x9]\n"
        "	ldr x10, [x30, #768]\n"
        "	msr nzcv, x10\n"
        "	add x9, x30, #256\n"
        "	ldp q0, q1, [x9]\n	ldp q2, q3, [x9, #32]\n	ldp q4, q5, [x9, #64]\n	ldp q6, q7, [x9, #96]\n"
        "	ldp q8, q9, [x9, #128]\n	ldp q10, q11, [x9, #160]\n	ldp q12, q13, [x9, #192]\n"
        "	ldp q14, q15, [x9, #224]\n	ldp q16, q17, [x9, #256]\n	ldp q18, q19, [x9, #288]\n"
        "	ldp q20, q21, [x9, #320]\n	ldp q22, q23, [x9, #352]\n	ldp q24, q25, [x9, #384]\n"
        "	ldp q26, q27, [x9, #416]\n	ldp q28, q29, [x9, #448]\n	ldp q30, q31, [x9, #480]\n"
        "	ldr x0, [x30, #248]\n	mov sp, x0\n"
        "	ldp x0, x1, [x30]\n	ldp x2, x3, [x30, #16]\n	ldp x4, x5, [x30, #32]\n"
        "	ldp x6, x7, [x30, #48]\n	ldp x8, x9, [x30, #64]\n	ldp x10, x11, [x30, #80]\n"
        "	ldp x12, x13, [x30, #96]\n	ldp x14, x15, [x30, #112]\n	ldp x16, x17, [x30, #128]\n"
        "	ldp x18, x19, [x30, #144]\n	ldp x20, x21, [x30, #160]\n	ldp x22, x23, [x30, #176]\n"
        "	ldp x24, x25, [x30, #192]\n	ldp x26, x27, [x30, #208]\n	ldp x28, x29, [x30, #224]\n"
        "	ldr x30, [x30, #240]\n"
        "	b cpu_behind - 4\n"
        "	.balign 4\n"
        "	.space 256 - 32 - (. - cpu_template)\n"
        "	nop\n" // the instruction
        "cpu_behind:\n"
        "	msr tpidr_el0, x0\n"
        "	ldr x0, cpu_template - 32\n"
        "	stp x2, x3, [x0, #16]\n	stp x4, x5, [x0, #32]\n	stp x6, x7, [x0, #48]\n	stp x8, x9, [x0, #64]\n"
        "	stp x10, x11, [x0, #80]\n	stp x12, x13, [x0, #96]\n	stp x14, x15, [x0, #112]\n"
        "	stp x16, x17, [x0, #128]\n	stp x18, x19, [x0, #144]\n	stp x20, x21, [x0, #160]\n"
        "	stp x22, x23, [x0, #176]\n	stp x24, x25, [x0, #192]\n	stp x26, x27, [x0, #208]\n"
        "	stp x28, x29, [x0, #224]\n	str x30, [x0, #240]\n"
        "	mov x30, sp\n	str x30, [x0, #248]\n"
        "	mrs x30, tpidr_el0\n	stp x30, x1, [x0]\n"
        "	mrs x30, nzcv\n	str x30, [x0, #768]\n"
        "	add x1, x0, #256\n"
        "	stp q0, q1, [x1]\n	stp q2, q3, [x1, #32]\n	stp q4, q5, [x1, #64]\n	stp q6, q7, [x1, #96]\n"
        "	stp q8, q9, [x1, #128]\n	stp q10, q11, [x1, #160]\n	stp q12, q13, [x1, #192]\n"
        "	stp q14, q15, [x1, #224]\n	stp q16, q17, [x1, #256]\n	stp q18, q19, [x1, #288]\n"
        "	stp q20, q21, [x1, #320]\n	stp q22, q23, [x1, #352]\n	stp q24, q25, [x1, #384]\n"
        "	stp q26, q27, [x1, #416]\n	stp q28, q29, [x1, #448]\n	stp q30, q31, [x1, #480]\n"
        "	adr x9, cpu_template - 32\n"
        "	ldr x10, [x9, #16]\n	msr tpidr_el0, x10\n"
        "	ldr x10, [x9, #8]\n	mov sp, x10\n"
        "	ldp x19, x20, [sp]\n	ldp x21, x22, [sp, #16]\n	ldp x23, x24, [sp, #32]\n"
        "	ldp x25, x26, [sp, #48]\n	ldp x27, x28, [sp, #64]\n	ldp x29, x30, [sp, #80]\n"
        "	add sp, sp, #96\n"
        "	ret\n"
        "cpu_bytes:\n"
        "	.word . - cpu_template\n");

_Static_assert(offsetof(struct cpu, v) == 256 && offsetof(struct cpu, flags) == 768, "the template's offsets");
_Static_assert(sizeof(struct saved) == 32, "the words in front of the template");

static sigjmp_buf back;

static void faulted(int sig)
{
	siglongjmp(back, sig);
}

bool cpu_start(void)
{
	enum { STACK = 64 << 10 };
	stack_t stack = {.ss_sp = malloc(STACK), .ss_size = STACK};
	struct sigaction act = {.sa_handler = faulted, .sa_flags = SA_ONSTACK | SA_NODEFER};
	return sigaltstack(&stack, NULL) == 0 && sigaction(SIGSEGV, &act, NULL) == 0 && sigaction(SIGILL, &act, NULL) == 0 &&
	       sigaction(SIGBUS, &act, NULL) == 0 && sigaction(SIGTRAP, &act, NULL) == 0;
}

bool cpu_run(uint8_t *code, uint32_t word, struct cpu *c)
{
	struct saved *saved = (struct saved *)(void *)code;
	saved->cpu = (uintptr_t)c;
	memcpy(code + sizeof *saved, cpu_template, cpu_bytes);
	memcpy(code + CPU_CODE, &word, sizeof word);
	__builtin___clear_cache((char *)code, (char *)code + 1024);
	if (sigsetjmp(back, 1) != 0)
		return false;
	__asm__ volatile("blr %0" ::"r"(code + sizeof *saved)
	                 : "memory", "cc", "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12",
	                   "x13", "x14", "x15", "x16", "x17", "x18", "x30", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7",
	                   "v8", "v9", "v10", "v11", "v12", "v13", "v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21",
	                   "v22", "v23", "v24", "v25", "v26", "v27", "v28", "v29", "v30", "v31");
	return true;
}
