// A callee that writes to where a callee-saved register of its caller points.
	.type f, @function
	.globl f
f:
	pushq %rbx
	subq $16, %rsp
	movq %rsp, %rbx
	leaq h(%rip), %rcx
	movq %rcx, (%rsp)
	callq g
	callq *(%rsp)
	addq $16, %rsp
	popq %rbx
	ret
	.size f, . - f
	.type g, @function
g:
	movq %rdi, (%rbx)
	ret
	.size g, . - g
	.type h, @function
h:
	ret
	.size h, . - h
	.section .note.GNU-stack,"",@progbits
