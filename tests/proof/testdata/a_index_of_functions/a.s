// A word of a table of functions, by an index and a scale that are given.
#define LOAD(name, mask, scale) \
	.globl name; \
	.type name, @function; \
name:	andq $mask, %rdi; \
	leaq .Lt(%rip), %rcx; \
	movq (%rcx,%rdi,scale), %rax; \
	movq %rsi, %rdi; \
	jmp *%rax; \
	.size name, . - name

	LOAD(within, 3, 8)
	LOAD(beyond, 7, 8)
	LOAD(unbounded, -1, 8)
	LOAD(middle, 3, 4)
	LOAD(bytes, 3, 1)
	.type twice, @function
twice:
	leaq (%rdi,%rdi), %rax
	ret
	.size twice, . - twice
	.section .data.rel.ro.t,"aw",@progbits
	.balign 8
.Lt:	.quad twice, twice, twice, twice
	.section .note.GNU-stack,"",@progbits
