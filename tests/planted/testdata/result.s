// A function that calls what another one returns, which is a number on one way.
	.type f, @function
	.globl f
f:
	pushq %rbx
	callq pick
	callq *%rax
	popq %rbx
	ret
	.size f, . - f
	.type pick, @function
pick:
	leaq g(%rip), %rax
	testq %rdi, %rdi
	je 1f
	movq %rsi, %rax
	ret
1:	ret
	.size pick, . - pick
	.type g, @function
g:
	ret
	.size g, . - g
	.section .note.GNU-stack,"",@progbits
