// Two places of the frame that are rounded down, each by another amount.
	.type f, @function
	.globl f
f:
	pushq %rbx
	subq $64, %rsp
	leaq 32(%rsp), %rax
	andq $-32, %rax
	leaq 24(%rsp), %rcx
	andq $-32, %rcx
	leaq g(%rip), %r8
	movq %r8, (%rax)
	movq %rdi, (%rcx)
	callq *(%rax)
	addq $64, %rsp
	popq %rbx
	ret
	.size f, . - f
	.type g, @function
g:
	ret
	.size g, . - g
	.section .note.GNU-stack,"",@progbits
