// A callee that writes to what lies above its return address.
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
	movq %rdi, 8(%rsp)
	ret
	.size g, . - g
	.type h, @function
h:
	ret
	.size h, . - h
	.section .note.GNU-stack,"",@progbits
