// A pointer to the frame that another function hands back, and a store through it.
	.type f, @function
	.globl f
f:
	subq $24, %rsp
	movq %rdi, 16(%rsp)
	leaq 8(%rsp), %rdi
	callq g
	leaq g(%rip), %rcx
	movq %rcx, 8(%rsp)
	movq %rsi, (%rax)
	callq *8(%rsp)
	addq $24, %rsp
	ret
	.size f, . - f
	.type g, @function
g:
	movq %rdi, %rax
	ret
	.size g, . - g
	.section .note.GNU-stack,"",@progbits
