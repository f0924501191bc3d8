// A label within a function, where a function is called.
	.type f, @function
	.globl f
f:
	pushq %rbx
	leaq g(%rip), %rax
	leaq 1f(%rip), %rcx
	testq %rdi, %rdi
	cmovneq %rcx, %rax
	callq *%rax
	popq %rbx
	ret
1:
	subq $4096, %rsp
	addq $4096, %rsp
	ret
	.size f, . - f
	.type g, @function
g:
	ret
	.size g, . - g
	.section .note.GNU-stack,"",@progbits
