// Tables of functions without debug information: some words are NULL in one, all in
// another, and a third one holds a number.
	.globl some, none, number
	.type some, @function
some:
	andl $3, %edi
	leaq .Lsome(%rip), %rcx
	movq (%rcx,%rdi,8), %rax
	testq %rax, %rax
	je 1f
	movq %rsi, %rdi
	jmp *%rax
1:	xorl %eax, %eax
	ret
	.size some, . - some
	.type none, @function
none:
	andl $3, %edi
	leaq .Lnone(%rip), %rcx
	movq (%rcx,%rdi,8), %rax
	jmp *%rax
	.size none, . - none
	.type number, @function
number:
	andl $3, %edi
	leaq .Lnumber(%rip), %rcx
	movq (%rcx,%rdi,8), %rax
	jmp *%rax
	.size number, . - number
	.type twice, @function
twice:
	leaq (%rdi,%rdi), %rax
	ret
	.size twice, . - twice
	.type thrice, @function
thrice:
	leaq (%rdi,%rdi,2), %rax
	ret
	.size thrice, . - thrice
	.section .data.rel.ro.some,"aw",@progbits
	.balign 8
.Lsome:	.quad twice, 0, thrice, 0
	.section .rodata.none,"a",@progbits
	.balign 8
.Lnone:	.quad 0, 0, 0, 0
	.section .data.rel.ro.number,"aw",@progbits
	.balign 8
.Lnumber:
	.quad twice, 4096, thrice, 0
	.section .note.GNU-stack,"",@progbits
