// Calls in calls.
	.type f, @function
	.globl f
f:
	pushq %rbx
	callq g
	popq %rbx
	ret
	.size f, . - f
	.type g, @function
g:
	pushq %rbx
	callq h
	popq %rbx
	ret
	.size g, . - g
	.type h, @function
h:
	pushq %rbx
	popq %rbx
	ret
	.size h, . - h
	.section .note.GNU-stack,"",@progbits
