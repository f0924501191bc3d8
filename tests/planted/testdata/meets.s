// A number that one path has where it meets the other, which comes first.
	.type f, @function
	.globl f
f:
	testq %rdi, %rdi
	je 1f
	movl $7, %eax
	jmp 2f
1:
	movq %rsi, %rax
2:
	addq %rdi, %rax
	ret
	.size f, . - f
	.section .note.GNU-stack,"",@progbits
