// A jump table with an index that is bounded above, and not below.
	.type f, @function
	.globl f
f:
	cmpl $3, %edi
	jg 5f
	leaq table(%rip), %rdx
	movl %edi, %edi
	movslq (%rdx,%rdi,4), %rax
	addq %rdx, %rax
	jmpq *%rax
1:
	movl $1, %eax
	ret
2:
	movl $2, %eax
	ret
5:
	xorl %eax, %eax
	ret
	.section .rodata
	.p2align 2
table:
	.long 1b - table, 2b - table, 1b - table, 2b - table
	.text
	.size f, . - f
	.section .note.GNU-stack,"",@progbits
