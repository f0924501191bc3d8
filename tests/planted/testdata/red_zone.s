// An array in the red zone, whose index is not known.
	.type f, @function
	.globl f
f:
	leaq -64(%rsp), %rax
	movq %rsi, (%rax,%rdi,8)
	ret
	.size f, . - f
	.section .note.GNU-stack,"",@progbits
