// An address of the caller's frame that is one of two where paths meet, and no longer
// known as one behind them: what is stored there writes over what the caller keeps.
// It is written out, since which path is the first to get there matters.
__attribute__((naked, used)) static void h(void)
{
	__asm__("ret");
}

__attribute__((naked, used)) static void g(void)
{
	__asm__("movq %rsi, %rax\n\t"
	        "testq %rdi, %rdi\n\t"
	        "jne 1f\n\t"
	        "leaq 8(%rsp), %rax\n"
	        "1:\n\t"
	        "movq %rdi, (%rax)\n\t"
	        "ret");
}

__attribute__((naked)) static void k(void)
{
	__asm__("subq $24, %rsp\n\t"
	        ".cfi_adjust_cfa_offset 24\n\t"
	        "leaq h(%rip), %rax\n\t"
	        "movq %rax, (%rsp)\n\t"
	        "callq g\n\t"
	        "callq *(%rsp)\n\t"
	        "addq $24, %rsp\n\t"
	        ".cfi_adjust_cfa_offset -24\n\t"
	        "ret");
}

unsigned long f(unsigned long x, unsigned long n)
{
	k();
	return x + n;
}
