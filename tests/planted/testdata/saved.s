// A register of the caller that is not restored.
	.type f, @function
	.globl f
f:
	movl $1, %ebx
	ret
	.size f, . - f
	.section .note.GNU-stack,"",@progbits
