// A store to the return address.
	.type f, @function
	.globl f
f:
	movq %rdi, (%rsp)
	ret
	.size f, . - f
	.section .note.GNU-stack,"",@progbits
