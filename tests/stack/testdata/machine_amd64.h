/* What painted knows of amd64. */
enum { RETURN = 8 }; /* bytes between the stack pointer of a call and the one that a bound counts from */

typedef uint8_t code; /* what a breakpoint takes the place of */
static const code breakpoint = 0xcc;

/* painted_call(sp, fn, regs): calls fn with sp just above its return address. */
uint64_t painted_call(void *sp, void *fn, const uint64_t *regs);
__asm__(".globl painted_call\n"
        "painted_call:\n"
        "	push %rbp\n	push %rbx\n	push %r12\n	push %r13\n	push %r14\n	push %r15\n"
        "	mov %rsp, %rbx\n"
        "	mov %rdi, %rsp\n"
        "	mov %rsi, %rax\n"
        "	mov %rdx, %r11\n"
        "	mov 0(%r11), %rdi\n	mov 8(%r11), %rsi\n	mov 16(%r11), %rdx\n"
        "	mov 24(%r11), %rcx\n	mov 32(%r11), %r8\n	mov 40(%r11), %r9\n"
        "	call *%rax\n"
        "	mov %rbx, %rsp\n"
        "	pop %r15\n	pop %r14\n	pop %r13\n	pop %r12\n	pop %rbx\n	pop %rbp\n"
        "	ret\n");

static void on_trap(int sig, siginfo_t *info, void *vctx)
{
	static int stepping = -1;
	enum { TRAP_FLAG = 0x100 };
	ucontext_t *ctx = vctx;
	greg_t *r = ctx->uc_mcontext.gregs;
	(void)sig, (void)info;
	if (stepping >= 0) {
		image[nodes[stepping].entry] = 0xcc;
		stepping = -1;
		r[REG_EFL] &= ~TRAP_FLAG;
		/* a function of one instruction may lead right to the next breakpoint */
		return;
	}
	uint64_t sp = (uint64_t)r[REG_RSP];
	stepping = hit_node((uint64_t)r[REG_RIP] - 1 - (uint64_t)image, sp, *(uint64_t *)sp);
	image[nodes[stepping].entry] = nodes[stepping].saved;
	r[REG_RIP]--;
	r[REG_EFL] |= TRAP_FLAG;
}
