// A stack argument that its caller has given somebody else the address of, who
// writes over it before it is called.
	.type f, @function
	.globl f
f:
	subq $24, %rsp
	leaq g(%rip), %rax
	movq %rax, (%rsp)
	movq %rsp, %rdi
	callq run
	addq $24, %rsp
	ret
	.size f, . - f
	.type run, @function
run:
	movq %rsi, (%rdi)
	subq $8, %rsp
	callq *16(%rsp)
	addq $8, %rsp
	ret
	.size run, . - run
	.type g, @function
g:
	ret
	.size g, . - g
	.section .note.GNU-stack,"",@progbits
