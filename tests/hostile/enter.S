// enter.S - to one instruction and back, with all general registers and flags.
	.text
	.globl	cpu_enter
	.type	cpu_enter, @function
cpu_enter: // (stub): 0, or the signal that the instruction has raised
	push	%rbx
	push	%rbp
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	mov	%rsp, host_sp(%rip)
	mov	%rdi, stub(%rip)
	pushq	cpu_now+128(%rip)
	popfq
	mov	cpu_now+0(%rip), %rax
	mov	cpu_now+8(%rip), %rcx
	mov	cpu_now+16(%rip), %rdx
	mov	cpu_now+24(%rip), %rbx
	mov	cpu_now+32(%rip), %rsp
	mov	cpu_now+40(%rip), %rbp
	mov	cpu_now+48(%rip), %rsi
	mov	cpu_now+56(%rip), %rdi
	mov	cpu_now+64(%rip), %r8
	mov	cpu_now+72(%rip), %r9
	mov	cpu_now+80(%rip), %r10
	mov	cpu_now+88(%rip), %r11
	mov	cpu_now+96(%rip), %r12
	mov	cpu_now+104(%rip), %r13
	mov	cpu_now+112(%rip), %r14
	mov	cpu_now+120(%rip), %r15
	jmp	*stub(%rip)

	.globl	cpu_back
	.type	cpu_back, @function
cpu_back:
	mov	%rax, cpu_now+0(%rip)
	mov	%rcx, cpu_now+8(%rip)
	mov	%rdx, cpu_now+16(%rip)
	mov	%rbx, cpu_now+24(%rip)
	mov	%rsp, cpu_now+32(%rip)
	mov	%rbp, cpu_now+40(%rip)
	mov	%rsi, cpu_now+48(%rip)
	mov	%rdi, cpu_now+56(%rip)
	mov	%r8, cpu_now+64(%rip)
	mov	%r9, cpu_now+72(%rip)
	mov	%r10, cpu_now+80(%rip)
	mov	%r11, cpu_now+88(%rip)
	mov	%r12, cpu_now+96(%rip)
	mov	%r13, cpu_now+104(%rip)
	mov	%r14, cpu_now+112(%rip)
	mov	%r15, cpu_now+120(%rip)
	mov	host_sp(%rip), %rsp
	pushfq
	popq	cpu_now+128(%rip)
	xor	%eax, %eax

	.globl	cpu_faulted
	.type	cpu_faulted, @function
cpu_faulted: // from the signal handler, with the signal in eax
	mov	host_sp(%rip), %rsp
	cld
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbp
	pop	%rbx
	ret

	.bss
	.balign	8
host_sp: .zero	8
stub:	.zero	8
	.globl	cpu_now
cpu_now: .zero	136
	.section .note.GNU-stack,"",@progbits
