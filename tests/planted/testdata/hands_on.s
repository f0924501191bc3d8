// A callee that passes on what a callee-saved register of its caller holds.
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
	movq %rbx, %rsi
	jmp k
	.size g, . - g
	.type k, @function
k:
	movq %rdi, (%rsi)
	ret
	.size k, . - k
	.type h, @function
h:
	ret
	.size h, . - h
	.section .note.GNU-stack,"",@progbits
