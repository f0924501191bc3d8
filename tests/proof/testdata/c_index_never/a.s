// The same by hand, which keeps to no language: over a saved register, the return
// address, the caller's frame, below the red zone, and by a sum.
#define STORE(name, number, code...) \
	.globl name; \
	.type name, @function; \
name:	pushq %rbx; \
	subq $64, %rsp; \
	movl $number, %eax; \
	code; \
	addq $64, %rsp; \
	popq %rbx; \
	ret; \
	.size name, . - name

	STORE(saved, 32, movq $1, 32(%rsp,%rax))
	STORE(returns, 4, movq $1, 40(%rsp,%rax,8))
	STORE(above, 88, movq $1, (%rsp,%rax))
	STORE(below, 40, movq $-40, %rax; movq $1, (%rsp,%rax,8))
	STORE(summed, 64, addq %rsp, %rax; movq $1, (%rax))
	.section .note.GNU-stack,"",@progbits
