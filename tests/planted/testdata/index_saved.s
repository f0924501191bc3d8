// A saved register is written over by an index that is a number.
	.globl	f
	.type	f, @function
f:	pushq	%rbx
	subq	$32, %rsp
	movl	$4, %eax
	movq	%rdi, (%rsp,%rax,8)
	addq	$32, %rsp
	popq	%rbx
	ret
	.size	f, . - f
	.section .note.GNU-stack,"",@progbits
