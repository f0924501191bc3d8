// A callee, no compiler's, that lets an address of its frame escape: what goes on from there may
// reach its caller's.
	.type f, @function
	.globl f
f:
	subq $8, %rsp
	leaq h(%rip), %rcx
	movq %rcx, (%rsp)
	callq g
	callq *(%rsp)
	addq $8, %rsp
	ret
	.size f, . - f
	.type g, @function
g:
	leaq 16(%rsp), %rcx
	movq %rcx, (%rdi)
	movq (%rdi), %rdx
	movq %rsi, (%rdx)
	ret
	.size g, . - g
	.type h, @function
h:
	ret
	.size h, . - h
	.section .note.GNU-stack,"",@progbits
