/* What painted knows of arm64. */
enum { RETURN = 0 }; /* a bound counts from the stack pointer of the call */

typedef uint32_t code;
static const code breakpoint = 0xd4200000; /* brk */

/* painted_call(sp, fn, regs): calls fn with this stack pointer. */
uint64_t painted_call(void *sp, void *fn, const uint64_t *regs);
__asm__(".globl painted_call\n"
        "painted_call:\n"
        "	stp x29, x30, [sp, #-96]!\n"
        "	stp x19, x20, [sp, #16]\n	stp x21, x22, [sp, #32]\n	stp x23, x24, [sp, #48]\n"
        "	stp x25, x26, [sp, #64]\n	stp x27, x28, [sp, #80]\n"
        "	mov x19, sp\n"
        "	mov sp, x0\n"
        "	mov x16, x1\n"
        "	mov x17, x2\n"
        "	ldp x0, x1, [x17]\n	ldp x2, x3, [x17, #16]\n	ldp x4, x5, [x17, #32]\n"
        "	blr x16\n"
        "	mov sp, x19\n"
        "	ldp x19, x20, [sp, #16]\n	ldp x21, x22, [sp, #32]\n	ldp x23, x24, [sp, #48]\n"
        "	ldp x25, x26, [sp, #64]\n	ldp x27, x28, [sp, #80]\n"
        "	ldp x29, x30, [sp], #96\n"
        "	ret\n");

static void put_code(uint64_t at, code c)
{
	memcpy(image + at, &c, sizeof c);
	__builtin___clear_cache((char *)image + at, (char *)image + at + sizeof c);
}

/* b, bl, b.cond, cbz, tbz, br, blr, ret */
static int is_branch(code c)
{
	return (c & 0x1c000000) == 0x14000000;
}

/*
 * There are no single steps: past the entry's instruction comes another breakpoint. Where that instruction branches, or
 * is a whole function, the entry's breakpoint is gone for good, and of the function's later calls nothing is known.
 */
static void on_trap(int sig, siginfo_t *info, void *vctx)
{
	static int passing = -1;
	static code behind;
	ucontext_t *ctx = vctx;
	uint64_t at = ctx->uc_mcontext.pc - (uint64_t)image;
	(void)sig, (void)info;
	if (passing >= 0 && at == nodes[passing].entry + 4) {
		put_code(at, behind);
		put_code(at - 4, breakpoint);
		passing = -1;
		return;
	}
	int hit = hit_node(at, ctx->uc_mcontext.sp, ctx->uc_mcontext.regs[30]);
	put_code(at, (code)nodes[hit].saved);
	memcpy(&behind, image + at + 4, sizeof behind);
	if (is_branch((code)nodes[hit].saved) || behind == breakpoint)
		return;
	put_code(at + 4, breakpoint);
	passing = hit;
}
