// state_cases.h - instruction sequences and what is known behind them.
//
// The bytes are those of GNU as; each has its disassembly beside it. The code
// lies at 0x1000, constants from 0x2000 to 0x3000. Values are written as in
// state_test.c; "least" is a stack address that an `and` has rounded down.
#ifndef NEARCALL_STATE_CASES_H
#define NEARCALL_STATE_CASES_H

struct state_case {
	const char *name, *code;
	size_t bytes;
	const char *refused; // part of step_instruction's complaint; NULL when there is none
	const char *want;
};

#define CODE(text) text, sizeof(text) - 1

static const struct state_case state_cases[] = {
	{"push and pop",
	 CODE("\x53" /* push rbx */
	      "\x50" /* push rax */
	      "\x59" /* pop rcx */
	      "\x5b" /* pop rbx */),
	 NULL, "rsp=stack+0 rbx=saved+3 rcx=any"},
	{"a pushed constant comes back",
	 CODE("\xb8\x07\x00\x00\x00" /* mov eax,0x7 */
	      "\x50" /* push rax */
	      "\x59" /* pop rcx */),
	 NULL, "rsp=stack+0 rcx=const+7"},
	{"push of an immediate and of memory",
	 CODE("\x6a\x05" /* push 0x5 */
	      "\xff\x37" /* push [rdi] */
	      "\x58" /* pop rax */),
	 NULL, "rsp=stack-8 rax=any"},
	{"push of rsp is its value before",
	 CODE("\x54" /* push rsp */
	      "\x58" /* pop rax */),
	 NULL, "rax=stack+0 rsp=stack+0"},
	{"flags",
	 CODE("\x9c" /* pushf */
	      "\x9d" /* popf */),
	 NULL, "rsp=stack+0"},
	{"flags over a saved register",
	 CODE("\x53" /* push rbx */
	      "\x58" /* pop rax */
	      "\x9c" /* pushf */
	      "\x5b" /* pop rbx */),
	 NULL, "rsp=stack+0 rbx=any rax=saved+3"},
	{"sub and add",
	 CODE("\x48\x83\xec\x28" /* sub rsp,0x28 */
	      "\x48\x83\xc4\x10" /* add rsp,0x10 */),
	 NULL, "rsp=stack-24"},
	{"sub of a negative",
	 CODE("\x48\x83\xec\x80" /* sub rsp,0xffffffffffffff80 */),
	 NULL, "rsp=stack+128"},
	{"lea",
	 CODE("\x48\x8d\xa4\x24\xf8\xfe\xff\xff" /* lea rsp,[rsp-0x108] */),
	 NULL, "rsp=stack-264"},
	{"inc and dec",
	 CODE("\xb8\x07\x00\x00\x00" /* mov eax,0x7 */
	      "\xff\xc0" /* inc eax */
	      "\x48\x89\xe1" /* mov rcx,rsp */
	      "\x48\xff\xc9" /* dec rcx */),
	 NULL, "rax=const+8 rcx=stack-1"},
	{"frame pointer and leave",
	 CODE("\x55" /* push rbp */
	      "\x48\x89\xe5" /* mov rbp,rsp */
	      "\x48\x81\xec\x90\x01\x00\x00" /* sub rsp,0x190 */
	      "\xc9" /* leave */),
	 NULL, "rsp=stack+0 rbp=saved+5"},
	{"the frame pointer restores",
	 CODE("\x55" /* push rbp */
	      "\x48\x89\xe5" /* mov rbp,rsp */
	      "\x53" /* push rbx */
	      "\x48\x83\xec\x18" /* sub rsp,0x18 */
	      "\x48\x8d\x65\xf8" /* lea rsp,[rbp-0x8] */
	      "\x5b" /* pop rbx */
	      "\x5d" /* pop rbp */),
	 NULL, "rsp=stack+0 rbp=saved+5 rbx=saved+3"},
	{"leave without a frame",
	 CODE("\xc9" /* leave */),
	 "frame pointer that is not known", ""},
	{"a register saved in the red zone",
	 CODE("\x4c\x89\x64\x24\xf8" /* mov [rsp-0x8],r12 */
	      "\x45\x31\xe4" /* xor r12d,r12d */
	      "\x4c\x8b\x64\x24\xf8" /* mov r12,[rsp-0x8] */),
	 NULL, "r12=saved+12"},
	{"a spilled register in the frame",
	 CODE("\x48\x83\xec\x18" /* sub rsp,0x18 */
	      "\x4c\x89\x64\x24\x08" /* mov [rsp+0x8],r12 */
	      "\x45\x31\xe4" /* xor r12d,r12d */
	      "\x4c\x8b\x64\x24\x08" /* mov r12,[rsp+0x8] */
	      "\x48\x83\xc4\x18" /* add rsp,0x18 */),
	 NULL, "r12=saved+12 rsp=stack+0"},
	{"realigned",
	 CODE("\x55" /* push rbp */
	      "\x48\x89\xe5" /* mov rbp,rsp */
	      "\x48\x83\xe4\xe0" /* and rsp,0xffffffffffffffe0 */
	      "\x48\x83\xec\x40" /* sub rsp,0x40 */),
	 NULL, "rsp=least-96 rbp=stack-8"},
	{"realigned and left",
	 CODE("\x55" /* push rbp */
	      "\x48\x89\xe5" /* mov rbp,rsp */
	      "\x48\x83\xe4\xc0" /* and rsp,0xffffffffffffffc0 */
	      "\xc9" /* leave */),
	 NULL, "rsp=stack+0 rbp=saved+5"},
	{"rounding to 16",
	 CODE("\x55" /* push rbp */
	      "\x48\x83\xe4\xf0" /* and rsp,0xfffffffffffffff0 */),
	 NULL, "rsp=least-16"},
	{"rounding to 8 is nothing",
	 CODE("\x48\x83\xe4\xf8" /* and rsp,0xfffffffffffffff8 */),
	 NULL, "rsp=stack+0"},
	{"rounding to no power of two",
	 CODE("\x48\x83\xe4\xe8" /* and rsp,0xffffffffffffffe8 */),
	 "changes the stack pointer", ""},
	{"masking to a positive number",
	 CODE("\x48\x83\xe4\x7f" /* and rsp,0x7f */),
	 "changes the stack pointer", ""},
	{"rounding through a register",
	 CODE("\x48\xc7\xc0\xe0\xff\xff\xff" /* mov rax,0xffffffffffffffe0 */
	      "\x48\x21\xc4" /* and rsp,rax */),
	 NULL, "rsp=least-24"},
	{"gcc's DRAP",
	 CODE("\x4c\x8d\x54\x24\x08" /* lea r10,[rsp+0x8] */
	      "\x48\x83\xe4\xe0" /* and rsp,0xffffffffffffffe0 */
	      "\x41\xff\x72\xf8" /* push [r10-0x8] */
	      "\x55" /* push rbp */
	      "\x48\x89\xe5" /* mov rbp,rsp */
	      "\x41\x52" /* push r10 */
	      "\x48\x83\xec\x68" /* sub rsp,0x68 */),
	 NULL, "rsp=least-152 r10=stack+8 rbp=least-40"},
	{"gcc's DRAP, back",
	 CODE("\x4c\x8d\x54\x24\x08" /* lea r10,[rsp+0x8] */
	      "\x48\x83\xe4\xe0" /* and rsp,0xffffffffffffffe0 */
	      "\x41\xff\x72\xf8" /* push [r10-0x8] */
	      "\x55" /* push rbp */
	      "\x48\x89\xe5" /* mov rbp,rsp */
	      "\x41\x52" /* push r10 */
	      "\x48\x83\xec\x68" /* sub rsp,0x68 */
	      "\x45\x31\xd2" /* xor r10d,r10d */
	      "\x4c\x8b\x55\xf8" /* mov r10,[rbp-0x8] */
	      "\xc9" /* leave */
	      "\x49\x8d\x62\xf8" /* lea rsp,[r10-0x8] */),
	 NULL, "rsp=stack+0 rbp=saved+5 r10=stack+8"},
	{"gcc's DRAP, back with pop",
	 CODE("\x4c\x8d\x54\x24\x08" /* lea r10,[rsp+0x8] */
	      "\x48\x83\xe4\xe0" /* and rsp,0xffffffffffffffe0 */
	      "\x41\xff\x72\xf8" /* push [r10-0x8] */
	      "\x55" /* push rbp */
	      "\x48\x89\xe5" /* mov rbp,rsp */
	      "\x41\x52" /* push r10 */
	      "\x45\x31\xd2" /* xor r10d,r10d */
	      "\x41\x5a" /* pop r10 */
	      "\x5d" /* pop rbp */
	      "\x49\x8d\x62\xf8" /* lea rsp,[r10-0x8] */),
	 NULL, "rsp=stack+0 rbp=saved+5"},
	{"sub of an unknown register",
	 CODE("\x48\x29\xfc" /* sub rsp,rdi */),
	 "changes the stack pointer", ""},
	{"sub of a known register",
	 CODE("\xb8\x00\x10\x00\x00" /* mov eax,0x1000 */
	      "\x48\x29\xc4" /* sub rsp,rax */),
	 NULL, "rsp=stack-4096 rax=const+4096"},
	{"sub of a 64-bit constant",
	 CODE("\x49\xbb\x00\x00\x00\x00\x01\x00\x00\x00" /* movabs r11,0x100000000 */
	      "\x4c\x29\xdc" /* sub rsp,r11 */),
	 NULL, "rsp=stack-4294967296"},
	{"a constant from sums",
	 CODE("\xb8\x00\x10\x00\x00" /* mov eax,0x1000 */
	      "\x48\x83\xc0\x08" /* add rax,0x8 */
	      "\x48\x89\xc1" /* mov rcx,rax */
	      "\x48\x83\xe9\x10" /* sub rcx,0x10 */
	      "\x48\x29\xcc" /* sub rsp,rcx */),
	 NULL, "rsp=stack-4088 rcx=const+4088"},
	{"a 32-bit move zero-extends",
	 CODE("\xb8\xf8\xff\xff\xff" /* mov eax,0xfffffff8 */
	      "\x48\xc7\xc1\xf8\xff\xff\xff" /* mov rcx,0xfffffffffffffff8 */),
	 NULL, "rax=const+4294967288 rcx=const-8"},
	{"stack pointer from memory",
	 CODE("\x48\x8b\x27" /* mov rsp,[rdi] */),
	 "changes the stack pointer", ""},
	{"exchanged",
	 CODE("\x48\x94" /* xchg rsp,rax */),
	 "changes the stack pointer", ""},
	{"moved in 32 bits",
	 CODE("\x89\xc4" /* mov esp,eax */),
	 "changes the stack pointer", ""},
	{"popped",
	 CODE("\x5c" /* pop rsp */),
	 "pops into the stack pointer", ""},
	{"push of 2 bytes",
	 CODE("\x66\x50" /* push ax */),
	 "pushes less than a word", ""},
	{"pop of 2 bytes",
	 CODE("\x66\x58" /* pop ax */),
	 "pops less than a word", ""},
	{"copies of the stack pointer",
	 CODE("\x48\x89\xe0" /* mov rax,rsp */
	      "\x48\x8d\x48\x10" /* lea rcx,[rax+0x10] */
	      "\x48\x83\xc1\x08" /* add rcx,0x8 */
	      "\x48\x83\xe8\x08" /* sub rax,0x8 */
	      "\xba\x20\x00\x00\x00" /* mov edx,0x20 */
	      "\x48\x01\xca" /* add rdx,rcx */),
	 NULL, "rax=stack-8 rcx=stack+24 rdx=stack+56"},
	{"partial writes",
	 CODE("\xb8\x01\x00\x00\x00" /* mov eax,0x1 */
	      "\xb0\x02" /* mov al,0x2 */
	      "\xb9\x03\x00\x00\x00" /* mov ecx,0x3 */
	      "\x66\xb9\x04\x00" /* mov cx,0x4 */
	      "\xba\x05\x00\x00\x00" /* mov edx,0x5 */
	      "\xb6\x06" /* mov dh,0x6 */
	      "\x48\x89\xe6" /* mov rsi,rsp */
	      "\x89\xf6" /* mov esi,esi */
	      "\xbf\x08\x00\x00\x00" /* mov edi,0x8 */
	      "\x83\xc7\x01" /* add edi,0x1 */),
	 NULL, "rax=any rcx=any rdx=any rsi=upto+4294967295 rdi=const+9"},
	{"implicit writes",
	 CODE("\xb8\x01\x00\x00\x00" /* mov eax,0x1 */
	      "\xba\x02\x00\x00\x00" /* mov edx,0x2 */
	      "\x48\xf7\xe1" /* mul rcx */
	      "\xbb\x03\x00\x00\x00" /* mov ebx,0x3 */
	      "\xb9\x04\x00\x00\x00" /* mov ecx,0x4 */
	      "\xf3\xaa" /* rep stos BYTE PTR es:[rdi],al */
	      "\x41\xb8\x01\x00\x00\x00" /* mov r8d,0x1 */
	      "\x41\x0f\x94\xc0" /* sete r8b */),
	 NULL, "rax=any rdx=any rcx=any rdi=any rbx=const+3 r8=any"},
	{"conditional move",
	 CODE("\xb8\x01\x00\x00\x00" /* mov eax,0x1 */
	      "\xb9\x02\x00\x00\x00" /* mov ecx,0x2 */
	      "\x48\x0f\x44\xc1" /* cmove rax,rcx */
	      "\xba\x07\x00\x00\x00" /* mov edx,0x7 */
	      "\xbe\x07\x00\x00\x00" /* mov esi,0x7 */
	      "\x48\x0f\x44\xd6" /* cmove rdx,rsi */),
	 NULL, "rax=upto+2 rcx=const+2 rdx=const+7"},
	{"a narrow store over a slot",
	 CODE("\x48\x83\xec\x18" /* sub rsp,0x18 */
	      "\x48\x89\x5c\x24\x08" /* mov [rsp+0x8],rbx */
	      "\xc6\x44\x24\x0f\x00" /* mov BYTE PTR [rsp+0xf],0x0 */
	      "\x48\x8b\x5c\x24\x08" /* mov rbx,[rsp+0x8] */),
	 NULL, "rbx=any"},
	{"a store beside a slot",
	 CODE("\x48\x83\xec\x18" /* sub rsp,0x18 */
	      "\x48\x89\x5c\x24\x08" /* mov [rsp+0x8],rbx */
	      "\x48\xc7\x44\x24\x10\x00\x00\x00\x00" /* mov [rsp+0x10],0x0 */
	      "\x48\xc7\x04\x24\x00\x00\x00\x00" /* mov [rsp],0x0 */
	      "\x48\x8b\x5c\x24\x08" /* mov rbx,[rsp+0x8] */),
	 NULL, "rbx=saved+3"},
	{"an SSE store over a slot",
	 CODE("\x48\x83\xec\x28" /* sub rsp,0x28 */
	      "\x48\x89\x5c\x24\x08" /* mov [rsp+0x8],rbx */
	      "\x0f\x11\x44\x24\x01" /* movups [rsp+0x1],xmm0 */
	      "\x48\x8b\x5c\x24\x08" /* mov rbx,[rsp+0x8] */),
	 NULL, "rbx=any"},
	{"an AVX store over two slots",
	 CODE("\x48\x83\xec\x48" /* sub rsp,0x48 */
	      "\x48\x89\x5c\x24\x08" /* mov [rsp+0x8],rbx */
	      "\x4c\x89\x64\x24\x20" /* mov [rsp+0x20],r12 */
	      "\xc5\xfc\x11\x44\x24\x08" /* vmovups YMMWORD PTR [rsp+0x8],ymm0 */
	      "\x48\x8b\x5c\x24\x08" /* mov rbx,[rsp+0x8] */
	      "\x4c\x8b\x64\x24\x20" /* mov r12,[rsp+0x20] */),
	 NULL, "rbx=any r12=any"},
	{"addition to a slot",
	 CODE("\x48\x83\xec\x18" /* sub rsp,0x18 */
	      "\x48\xc7\x44\x24\x08\x10\x00\x00\x00" /* mov [rsp+0x8],0x10 */
	      "\x48\x83\x44\x24\x08\x08" /* add [rsp+0x8],0x8 */
	      "\x48\x8b\x44\x24\x08" /* mov rax,[rsp+0x8] */),
	 NULL, "rax=const+24"},
	{"a narrow load from a slot",
	 CODE("\x48\x83\xec\x18" /* sub rsp,0x18 */
	      "\x48\xc7\x44\x24\x08\x10\x00\x00\x00" /* mov [rsp+0x8],0x10 */
	      "\x8b\x44\x24\x08" /* mov eax,dword [rsp+0x8] */
	      "\x0f\xb6\x4c\x24\x08" /* movzx ecx,BYTE PTR [rsp+0x8] */),
	 NULL, "rax=upto+4294967295 rcx=upto+255"},
	{"an indexed store may hit any slot",
	 CODE("\x48\x83\xec\x18" /* sub rsp,0x18 */
	      "\x48\xc7\x44\x24\x08\x10\x00\x00\x00" /* mov [rsp+0x8],0x10 */
	      "\x48\x89\x34\xfc" /* mov [rsp+rdi*8],rsi */
	      "\x48\x8b\x44\x24\x08" /* mov rax,[rsp+0x8] */),
	 NULL, "rax=any"},
	{"a popped slot lies in the red zone",
	 CODE("\x53" /* push rbx */
	      "\x58" /* pop rax */
	      "\x48\x8b\x5c\x24\xf8" /* mov rbx,[rsp-0x8] */),
	 NULL, "rbx=saved+3 rax=saved+3"},
	{"address of a table",
	 CODE("\x48\x8d\x05\xf9\x0f\x00\x00" /* lea rax,[rip+0xff9] = 2000 */),
	 NULL, "rax=place+8192"},
	{"an element, sign-extended",
	 CODE("\x48\x8d\x15\xf9\x0f\x00\x00" /* lea rdx,[rip+0xff9] = 2000 */
	      "\x48\x63\x04\xba" /* movsxd rax,dword [rdx+rdi*4] */
	      "\x48\x01\xd0" /* add rax,rdx */),
	 NULL, "rdx=place+8192 rax=target+8192+8192"},
	{"table first in the sum",
	 CODE("\x48\x8d\x15\xf9\x0f\x00\x00" /* lea rdx,[rip+0xff9] = 2000 */
	      "\x48\x63\x04\xba" /* movsxd rax,dword [rdx+rdi*4] */
	      "\x48\x01\xc2" /* add rdx,rax */),
	 NULL, "rdx=target+8192+8192 rax=entry+8192"},
	{"through eax and cdqe",
	 CODE("\x48\x8d\x15\xf9\x0f\x00\x00" /* lea rdx,[rip+0xff9] = 2000 */
	      "\x8b\x04\xba" /* mov eax,dword [rdx+rdi*4] */
	      "\x48\x98" /* cdqe */
	      "\x48\x01\xd0" /* add rax,rdx */),
	 NULL, "rax=target+8192+8192"},
	{"through movsxd of a register",
	 CODE("\x48\x8d\x15\xf9\x0f\x00\x00" /* lea rdx,[rip+0xff9] = 2000 */
	      "\x8b\x44\xba\x08" /* mov eax,dword [rdx+rdi*4+0x8] */
	      "\x48\x63\xc8" /* movsxd rcx,eax */
	      "\x48\x01\xd1" /* add rcx,rdx */),
	 NULL, "rcx=target+8200+8192"},
	{"the table as an unscaled index",
	 CODE("\x48\x8d\x15\xf9\x0f\x00\x00" /* lea rdx,[rip+0xff9] = 2000 */
	      "\x48\x63\x04\x3a" /* movsxd rax,dword [rdx+rdi*1] */
	      "\x48\x01\xd0" /* add rax,rdx */),
	 NULL, "rax=target+8192+8192"},
	{"a load outside the constants",
	 CODE("\x48\x8d\x15\xf9\x2f\x00\x00" /* lea rdx,[rip+0x2ff9] = 4000 */
	      "\x48\x63\x04\xba" /* movsxd rax,dword [rdx+rdi*4] */
	      "\x48\x8d\x0d\x00\x00\x00\x00" /* lea rcx,[rip+0x0] = 1012 */
	      "\x48\x63\x0c\xb9" /* movsxd rcx,dword [rcx+rdi*4] */),
	 NULL, "rax=any rcx=any rdx=place+16384"},
	{"a load in 16 bits",
	 CODE("\x48\x8d\x15\xf9\x0f\x00\x00" /* lea rdx,[rip+0xff9] = 2000 */
	      "\x48\x0f\xbf\x04\x7a" /* movsx rax,WORD PTR [rdx+rdi*2] */
	      "\x48\x01\xd0" /* add rax,rdx */),
	 NULL, "rax=any"},
	{"a pointer in the constants",
	 CODE("\x48\x8d\x15\xf9\x0f\x00\x00" /* lea rdx,[rip+0xff9] = 2000 */
	      "\x83\xe7\x03" /* and edi,3 */
	      "\x48\x8b\x04\xfa" /* mov rax,[rdx+rdi*8] */
	      "\x48\x8b\x0d\xf3\x0f\x00\x00" /* mov rcx,[rip+0xff3] = 2008 */),
	 NULL, "rax=code rcx=code"},
	{"a word of pointers is none by an index beyond them, or in their middle",
	 CODE("\x48\x8d\x15\xf9\x0f\x00\x00" /* lea rdx,[rip+0xff9] = 2000 */
	      "\x48\x8b\x0c\xfa" /* mov rcx,[rdx+rdi*8] */
	      "\x83\xe7\x07" /* and edi,7 */
	      "\x48\x8b\x04\xfa" /* mov rax,[rdx+rdi*8] */
	      "\x83\xe7\x03" /* and edi,3 */
	      "\x48\x8b\x34\xba" /* mov rsi,[rdx+rdi*4] */),
	 NULL, "rax=any rcx=any rsi=any"},
	{"a part of two pointers is none",
	 CODE("\x48\x8b\x05\xfb\x0f\x00\x00" /* mov rax,[rip+0xffb] = 2002 */),
	 NULL, "rax=any"},
	{"constants that are no pointers",
	 CODE("\x48\x8d\x15\x19\x10\x00\x00" /* lea rdx,[rip+0x1019] = 2020 */
	      "\x48\x8b\x04\xfa" /* mov rax,[rdx+rdi*8] */
	      "\x48\x8b\x0a" /* mov rcx,[rdx] */),
	 NULL, "rax=any rcx=any"},
	{"a constant shifted is unknown",
	 CODE("\xb8\x40\x00\x00\x00" /* mov eax,0x40 */
	      "\x48\xc1\xe0\x02" /* shl rax,0x2 */
	      "\xb9\x05\x00\x00\x00" /* mov ecx,0x5 */
	      "\x48\x6b\xc9\x03" /* imul rcx,rcx,0x3 */
	      "\xba\x01\x00\x00\x00" /* mov edx,0x1 */
	      "\x48\xf7\xda" /* neg rdx */),
	 NULL, "rax=any rcx=any rdx=any"},
};

// Sums at the ends of int64_t: they wrap, or are refused.
static const struct state_case state_wrapping[] = {
	{"masking by the sign bit",
	 CODE("\x48\xb8\x00\x00\x00\x00\x00\x00\x00\x80" /* movabs rax,0x8000000000000000 */
	      "\x48\x21\xc4" /* and rsp,rax */),
	 "changes the stack pointer", ""},
	{"sums of large constants",
	 CODE("\x48\xb8\xff\xff\xff\xff\xff\xff\xff\x7f" /* movabs rax,0x7fffffffffffffff */
	      "\x48\x01\xc0" /* add rax,rax */
	      "\x48\xb9\x00\x00\x00\x00\x00\x00\x00\x80" /* movabs rcx,0x8000000000000000 */
	      "\x48\x83\xe9\x01" /* sub rcx,0x1 */
	      "\x48\x8d\x49\x7f" /* lea rcx,[rcx+0x7f] */),
	 NULL, "rsp=stack+0"},
};

#undef CODE

#endif
