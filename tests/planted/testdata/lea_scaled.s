// An address of the frame that leaves as a scaled part of a sum.
	.type f, @function
	.globl f
f:
	subq $24, %rsp
	leaq g(%rip), %rcx
	movq %rcx, 8(%rsp)
	movq %rsp, %rdx
	leaq (%rdi,%rdx,2), %rax
	movq %rsi, (%rax)
	callq *8(%rsp)
	addq $24, %rsp
	ret
	.size f, . - f
	.type g, @function
g:
	ret
	.size g, . - g
	.section .note.GNU-stack,"",@progbits
