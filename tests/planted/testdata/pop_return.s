// Pop into the return address.
	.type f, @function
	.globl f
f:
	pushq %rdi
	popq (%rsp)
	ret
	.size f, . - f
	.section .note.GNU-stack,"",@progbits
