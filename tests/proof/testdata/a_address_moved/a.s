// What no compiler does: an address into the middle of a constant's word is passed,
// returned, and made of a word of the constant.
	.globl f, g, h
	.type f, @function
f:
	lea table+4(%rip), %rdi
	jmp through_argument
	.size f, . - f
	.type g, @function
g:
	jmp through_result
	.size g, . - g
	.type h, @function
h:
	jmp through_word
	.size h, . - h

	.globl moved, next
	.type moved, @function
moved:
	lea table+4(%rip), %rax
	ret
	.size moved, . - moved
	.type next, @function
next:
	lea 1(%rdi), %rax
	ret
	.size next, . - next
	.section .note.GNU-stack,"",@progbits
