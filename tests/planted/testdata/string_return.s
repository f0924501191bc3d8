// A string instruction whose second element is the return address.
	.type f, @function
	.globl f
f:
	leaq -8(%rsp), %rdi
	movl $2, %ecx
	xorl %eax, %eax
	rep stosq
	ret
	.size f, . - f
	.section .note.GNU-stack,"",@progbits
