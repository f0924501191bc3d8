// A store from the rounded stack pointer that may be to the return address.
	.type f, @function
	.globl f
f:
	movq %rsp, %rax
	andq $-32, %rsp
	movq %rdi, (%rsp)
	movq %rax, %rsp
	ret
	.size f, . - f
	.section .note.GNU-stack,"",@progbits
