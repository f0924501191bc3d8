// A function that is passed two functions, and calls what it is passed.
	.type f, @function
	.globl f
f:
	pushq %rbx
	leaq g(%rip), %rdi
	callq apply
	leaq h(%rip), %rdi
	callq apply
	popq %rbx
	ret
	.size f, . - f
	.type apply, @function
apply:
	pushq %rbx
	callq *%rdi
	popq %rbx
	ret
	.size apply, . - apply
	.type g, @function
g:
	ret
	.size g, . - g
	.type h, @function
h:
	pushq %rbx
	pushq %rbx
	popq %rbx
	popq %rbx
	ret
	.size h, . - h
	.section .note.GNU-stack,"",@progbits
