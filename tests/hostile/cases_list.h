// cases_list.h - inputs that the prover once accepted and should not have, or
// of which it claimed what is not so.
//
// The bytes are those of GNU as, with the disassembly beside them. Behind the
// code there may be constants, first a table of distances. f is the entry.
#ifndef NEARCALL_HOSTILE_CASES_LIST_H
#define NEARCALL_HOSTILE_CASES_LIST_H

#include <stdbool.h>
#include <stddef.h>

#define CODE(text) text, sizeof(text) - 1

static const struct {
	const char *name;
	bool refused;      // it has to be; else it may run, and all claims have to hold
	const char *bytes;
	size_t n;
	struct {
		const char *name;
		size_t at;
	} functions[4];
	size_t code;       // bytes of it
	unsigned elements; // of the table
} cases[] = {
	{"pop into the return address", true,
	 CODE("\x57" /* f: push rdi */
	      "\x8f\x04\x24" /* pop QWORD [rsp] */
	      "\xc3" /* ret */),
	 {{"f", 0}}, 5, 0},
	{"pop into what lies above the return address", true,
	 CODE("\x48\x83\xec\x18" /* f: sub rsp,0x18 */
	      "\x48\x8d\x05\x17\x00\x00\x00" /* lea rax,[rip+0x17] */
	      "\x48\x89\x04\x24" /* mov QWORD [rsp],rax */
	      "\xe8\x08\x00\x00\x00" /* call 1c */
	      "\xff\x14\x24" /* call QWORD [rsp] */
	      "\x48\x83\xc4\x18" /* add rsp,0x18 */
	      "\xc3" /* ret */
	      "\x57" /* h: push rdi */
	      "\x8f\x44\x24\x08" /* pop QWORD [rsp+0x8] */
	      "\xc3" /* ret */
	      "\xc3" /* g: ret */),
	 {{"f", 0}, {"h", 28}, {"g", 34}}, 35, 0},
	{"a store above the return address, from an address rounded down", true,
	 CODE("\x48\x83\xec\x18" /* f: sub rsp,0x18 */
	      "\x48\x8d\x05\x21\x00\x00\x00" /* lea rax,[rip+0x21] */
	      "\x48\x89\x04\x24" /* mov QWORD [rsp],rax */
	      "\xe8\x08\x00\x00\x00" /* call 1c */
	      "\xff\x14\x24" /* call QWORD [rsp] */
	      "\x48\x83\xc4\x18" /* add rsp,0x18 */
	      "\xc3" /* ret */
	      "\x48\x89\xe0" /* h: mov rax,rsp */
	      "\x48\x83\xe0\xf0" /* and rax,0xfffffffffffffff0 */
	      "\x48\x89\x78\x08" /* mov QWORD [rax+0x8],rdi */
	      "\x48\x89\x78\x10" /* mov QWORD [rax+0x10],rdi */
	      "\xc3" /* ret */
	      "\xc3" /* g: ret */),
	 {{"f", 0}, {"h", 28}, {"g", 44}}, 45, 0},
	{"addresses rounded down from two phases", true,
	 CODE("\x55" /* f: push rbp */
	      "\x48\x89\xe5" /* mov rbp,rsp */
	      "\x48\x81\xec\x80\x00\x00\x00" /* sub rsp,0x80 */
	      "\x48\x8d\x44\x24\x40" /* lea rax,[rsp+0x40] */
	      "\x48\x83\xe0\xe0" /* and rax,0xffffffffffffffe0 */
	      "\x48\x8d\x4c\x24\x48" /* lea rcx,[rsp+0x48] */
	      "\x48\x83\xe1\xe0" /* and rcx,0xffffffffffffffe0 */
	      "\x48\x8d\x15\x0a\x00\x00\x00" /* lea rdx,[rip+0xa] */
	      "\x48\x89\x10" /* mov QWORD [rax],rdx */
	      "\x48\x89\x39" /* mov QWORD [rcx],rdi */
	      "\xff\x10" /* call QWORD [rax] */
	      "\xc9" /* leave */
	      "\xc3" /* ret */
	      "\xc3" /* g: ret */),
	 {{"f", 0}, {"g", 46}}, 47, 0},
	{"an address of no whole words, rounded down", true,
	 CODE("\x48\x83\xec\x28" /* f: sub rsp,0x28 */
	      "\x48\x8d\x44\x24\x14" /* lea rax,[rsp+0x14] */
	      "\x48\x83\xe0\xf0" /* and rax,0xfffffffffffffff0 */
	      "\x48\x8d\x15\x15\x00\x00\x00" /* lea rdx,[rip+0x15] */
	      "\x48\x89\x54\x24\x08" /* mov QWORD [rsp+0x8],rdx */
	      "\x48\x89\x38" /* mov QWORD [rax],rdi */
	      "\x48\x89\x78\x08" /* mov QWORD [rax+0x8],rdi */
	      "\xff\x54\x24\x08" /* call QWORD [rsp+0x8] */
	      "\x48\x83\xc4\x28" /* add rsp,0x28 */
	      "\xc3" /* ret */
	      "\xc3" /* g: ret */),
	 {{"f", 0}, {"g", 41}}, 42, 0},
	{"a stack argument, written through a pointer to where it is", true,
	 CODE("\x48\x83\xec\x18" /* f: sub rsp,0x18 */
	      "\x48\x8d\x05\x24\x00\x00\x00" /* lea rax,[rip+0x24] */
	      "\x48\x89\x04\x24" /* mov QWORD [rsp],rax */
	      "\x48\x89\xfe" /* mov rsi,rdi */
	      "\x48\x89\xe7" /* mov rdi,rsp */
	      "\xe8\x05\x00\x00\x00" /* call 1f */
	      "\x48\x83\xc4\x18" /* add rsp,0x18 */
	      "\xc3" /* ret */
	      "\x48\x89\x37" /* h: mov QWORD [rdi],rsi */
	      "\x48\x83\xec\x08" /* sub rsp,0x8 */
	      "\xff\x54\x24\x10" /* call QWORD [rsp+0x10] */
	      "\x48\x83\xc4\x08" /* add rsp,0x8 */
	      "\xc3" /* ret */
	      "\xc3" /* g: ret */),
	 {{"f", 0}, {"h", 31}, {"g", 47}}, 48, 0},
	{"functions called through one pointer, of which one leaves an x87 register in use", true,
	 CODE("\x48\x83\xec\x08" /* f: sub rsp,0x8 */
	      "\x48\x8d\x05\x17\x00\x00\x00" /* lea rax,[rip+0x17] */
	      "\x48\x8d\x15\x0f\x00\x00\x00" /* lea rdx,[rip+0xf] */
	      "\x40\xf6\xc7\x01" /* test dil,0x1 */
	      "\x48\x0f\x44\xc2" /* cmove rax,rdx */
	      "\xff\xd0" /* call rax */
	      "\x48\x83\xc4\x08" /* add rsp,0x8 */
	      "\xc3" /* ret */
	      "\xc3" /* h: ret */
	      "\xd9\xe8" /* g: fld1 */
	      "\xc3" /* ret */),
	 {{"f", 0}, {"h", 33}, {"g", 34}}, 37, 0},
	{"an x87 register that is empty is multiplied", true,
	 CODE("\xd8\xcc" /* f: fmul st,st(4) */
	      "\xc3" /* ret */),
	 {{"f", 0}}, 3, 0},
	{"a jump back into what was run through", false,
	 CODE("\x48\x83\xec\x08" /* f: sub rsp,0x8 */
	      "\x83\xe7\x07" /* and edi,0x7 */
	      "\x83\xef\x01" /* sub edi,0x1 */
	      "\x49\x89\xe2" /* mov r10,rsp */
	      "\x77\xf8" /* ja 7 */
	      "\x48\x83\xc4\x08" /* add rsp,0x8 */
	      "\xc3" /* ret */),
	 {{"f", 0}}, 20, 0},
	{"rep stos below the stack", true,
	 CODE("\x48\x8d\xbc\x24\x00\x00\xff\xff" /* f: lea rdi,[rsp-0x10000] */
	      "\xb9\x00\x20\x00\x00" /* mov ecx,0x2000 */
	      "\x31\xc0" /* xor eax,eax */
	      "\xf3\x48\xab" /* rep stos QWORD es:[rdi],rax */
	      "\xc3" /* ret */),
	 {{"f", 0}}, 19, 0},
	{"an address in the frame, doubled and halved", true,
	 CODE("\x48\x8d\x05\x1c\x00\x00\x00" /* f: lea rax,[rip+0x1c] */
	      "\x48\x89\x44\x24\xf0" /* mov QWORD [rsp-0x10],rax */
	      "\x48\x8d\x44\x24\xf0" /* lea rax,[rsp-0x10] */
	      "\x48\x8d\x0c\x45\x00\x00\x00\x00" /* lea rcx,[rax2+0x0] */
	      "\x48\xd1\xe9" /* shr rcx,1 */
	      "\x48\x89\x39" /* mov QWORD [rcx],rdi */
	      "\xff\x64\x24\xf0" /* jmp QWORD [rsp-0x10] */
	      "\xc3" /* g: ret */),
	 {{"f", 0}, {"g", 35}}, 36, 0},
	{"a far return", true,
	 CODE("\x48\xcb" /* f: retfq */),
	 {{"f", 0}}, 2, 0},
	{"a table with elements that are used otherwise", true,
	 CODE("\x48\x83\xff\x03" /* f: cmp rdi,0x3 */
	      "\x77\x3f" /* ja 45 */
	      "\x48\x8d\x05\x3b\x00\x00\x00" /* lea rax,[rip+0x3b] */
	      "\x48\x63\x0c\xb8" /* movsxd rcx,DWORD [rax+rdi4] */
	      "\x48\x8d\x15\x38\x00\x00\x00" /* lea rdx,[rip+0x38] */
	      "\x48\x01\xc1" /* add rcx,rax */
	      "\xff\xe1" /* jmp rcx */
	      "\xb8\x01\x00\x00\x00" /* mov eax,0x1 */
	      "\xc3" /* ret */
	      "\xb8\x02\x00\x00\x00" /* mov eax,0x2 */
	      "\xc3" /* ret */
	      "\x48\x81\xec\x20\x4e\x00\x00" /* sub rsp,0x4e20 */
	      "\x48\x8b\x04\x24" /* mov rax,QWORD [rsp] */
	      "\x48\x89\x04\x24" /* mov QWORD [rsp],rax */
	      "\xb8\x03\x00\x00\x00" /* mov eax,0x3 */
	      "\x48\x81\xc4\x20\x4e\x00\x00" /* add rsp,0x4e20 */
	      "\xc3" /* ret */
	      "\x31\xc0" /* xor eax,eax */
	      "\xc3" /* ret */
	      "\xd5\xff\xff\xff\xdb\xff\xff\xff"
	      "\xe1\xff\xff\xff\xe1\xff\xff\xff"),
	 {{"f", 0}}, 72, 4},
	{"a table with no bound", true,
	 CODE("\x48\x8d\x05\x15\x00\x00\x00" /* f: lea rax,[rip+0x15] */
	      "\x48\x63\x0c\xb8" /* movsxd rcx,DWORD [rax+rdi4] */
	      "\x48\x01\xc1" /* add rcx,rax */
	      "\xff\xe1" /* jmp rcx */
	      "\xb8\x01\x00\x00\x00" /* mov eax,0x1 */
	      "\xc3" /* ret */
	      "\xb8\x02\x00\x00\x00" /* mov eax,0x2 */
	      "\xc3" /* ret */
	      "\xf4\xff\xff\xff\xfa\xff\xff\xff"),
	 {{"f", 0}}, 28, 2},
	{"a table that a constant behind it was taken to cut short", false,
	 CODE("\x81\x3d\x5a\x00\x00\x00\x40\xe2\x01\x00" /* f: cmp DWORD [rip+0x5a],0x1e240 */
	      "\x75\x04" /* jne 10 */
	      "\x48\x83\xc6\x01" /* add rsi,0x1 */
	      "\x48\x83\xff\x03" /* cmp rdi,0x3 */
	      "\x77\x38" /* ja 4e */
	      "\x48\x8d\x05\x37\x00\x00\x00" /* lea rax,[rip+0x37] */
	      "\x48\x63\x0c\xb8" /* movsxd rcx,DWORD [rax+rdi4] */
	      "\x48\x01\xc1" /* add rcx,rax */
	      "\xff\xe1" /* jmp rcx */
	      "\xb8\x01\x00\x00\x00" /* mov eax,0x1 */
	      "\xc3" /* ret */
	      "\xb8\x02\x00\x00\x00" /* mov eax,0x2 */
	      "\xc3" /* ret */
	      "\x48\x81\xec\x20\x4e\x00\x00" /* sub rsp,0x4e20 */
	      "\x48\x8b\x04\x24" /* mov rax,QWORD [rsp] */
	      "\x48\x89\x04\x24" /* mov QWORD [rsp],rax */
	      "\xb8\x03\x00\x00\x00" /* mov eax,0x3 */
	      "\x48\x81\xc4\x20\x4e\x00\x00" /* add rsp,0x4e20 */
	      "\xc3" /* ret */
	      "\x31\xc0" /* xor eax,eax */
	      "\xc3" /* ret */
	      "\x0f\x1f\x00" /* nop DWORD [rax] */
	      "\xd2\xff\xff\xff\xd8\xff\xff\xff"
	      "\xde\xff\xff\xff\xde\xff\xff\xff"
	      "\x05\x00\x00\x00"),
	 {{"f", 0}}, 84, 4},
	{"a pointer to a local through a pointer that has gone stale (gcc -O0)", true,
	 CODE("\x55" /* f: push rbp */
	      "\x48\x89\xe5" /* mov rbp,rsp */
	      "\x48\x83\xec\x40" /* sub rsp,0x40 */
	      "\x48\x89\x7d\xc8" /* mov QWORD [rbp-0x38],rdi */
	      "\x89\x75\xc4" /* mov DWORD [rbp-0x3c],esi */
	      "\x83\x7d\xc4\x00" /* cmp DWORD [rbp-0x3c],0x0 */
	      "\x74\x06" /* je 1b */
	      "\x48\x8d\x45\xe0" /* lea rax,[rbp-0x20] */
	      "\xeb\x04" /* jmp 1f */
	      "\x48\x8d\x45\xd8" /* lea rax,[rbp-0x28] */
	      "\x48\x89\x45\xf8" /* mov QWORD [rbp-0x8],rax */
	      "\x48\x8d\x45\xe8" /* lea rax,[rbp-0x18] */
	      "\x48\x89\x45\xe0" /* mov QWORD [rbp-0x20],rax */
	      "\x48\x8d\x45\xe8" /* lea rax,[rbp-0x18] */
	      "\x48\x89\x45\xd8" /* mov QWORD [rbp-0x28],rax */
	      "\x48\x8b\x45\xf8" /* mov rax,QWORD [rbp-0x8] */
	      "\x48\x8d\x55\xf0" /* lea rdx,[rbp-0x10] */
	      "\x48\x89\x10" /* mov QWORD [rax],rdx */
	      "\x48\x8d\x05\x17\x00\x00\x00" /* lea rax,[rip+0x17] */
	      "\x48\x89\x45\xf0" /* mov QWORD [rbp-0x10],rax */
	      "\x48\x8b\x45\xe0" /* mov rax,QWORD [rbp-0x20] */
	      "\x48\x8b\x55\xc8" /* mov rdx,QWORD [rbp-0x38] */
	      "\x48\x89\x10" /* mov QWORD [rax],rdx */
	      "\x48\x8b\x45\xf0" /* mov rax,QWORD [rbp-0x10] */
	      "\xff\xd0" /* call rax */
	      "\xc9" /* leave */
	      "\xc3" /* ret */
	      "\xc3" /* g: ret */),
	 {{"f", 0}, {"g", 92}}, 93, 0},
	{"a call of a number that is an address of the image", true,
	 CODE("\x48\x83\xec\x08" /* f: sub rsp,0x8 */
	      "\xb8\x00\x00\x01\x00" /* mov eax,0x10000 */
	      "\xff\xd0" /* call rax */
	      "\x48\x83\xc4\x08" /* add rsp,0x8 */
	      "\xc3" /* ret */),
	 {{"f", 0}}, 16, 0},
	{"a call of a number out of a table", true,
	 CODE("\x48\x83\xec\x08" /* f: sub rsp,0x8 */
	      "\x83\xe7\x01" /* and edi,0x1 */
	      "\x48\x8d\x05\x0a\x00\x00\x00" /* lea rax,[rip+0xa] */
	      "\xff\x14\xf8" /* call QWORD [rax+rdi8] */
	      "\x48\x83\xc4\x08" /* add rsp,0x8 */
	      "\xc3" /* ret */
	      "\x66\x90" /* xchg ax,ax */
	      "\x00\x00\xad\xde\x00\x00\x00\x00"
	      "\x00\x10\xad\xde\x00\x00\x00\x00"),
	 {{"f", 0}}, 24, 0},
	{"the direction flag", true,
	 CODE("\xfd" /* f: std */
	      "\x48\x8b\x07" /* mov rax,QWORD [rdi] */
	      "\xfc" /* cld */
	      "\xc3" /* ret */),
	 {{"f", 0}}, 6, 0},
	{"MMX without emms", true,
	 CODE("\x0f\xef\xc0" /* f: pxor mm0,mm0 */
	      "\xc3" /* ret */),
	 {{"f", 0}}, 4, 0},
	{"loop changes an index", true,
	 CODE("\x48\x83\xec\x28" /* f: sub rsp,0x28 */
	      "\xb9\x02\x00\x00\x00" /* mov ecx,0x2 */
	      "\xe2\x00" /* loop b */
	      "\x48\x8d\x05\x12\x00\x00\x00" /* lea rax,[rip+0x12] */
	      "\x48\x89\x44\x24\x08" /* mov QWORD [rsp+0x8],rax */
	      "\x48\x89\x3c\xcc" /* mov QWORD [rsp+rcx8],rdi */
	      "\xff\x54\x24\x08" /* call QWORD [rsp+0x8] */
	      "\x48\x83\xc4\x28" /* add rsp,0x28 */
	      "\xc3" /* ret */
	      "\xc3" /* g: ret */),
	 {{"f", 0}, {"g", 36}}, 37, 0},
	{"a bit of the return address", false,
	 CODE("\xb8\x40\x00\x00\x00" /* f: mov eax,0x40 */
	      "\x48\x0f\xab\x44\x24\xf8" /* bts QWORD [rsp-0x8],rax */
	      "\xc3" /* ret */),
	 {{"f", 0}}, 12, 0},
	{"what a callee-saved register holds, out of its slot by halves", true,
	 CODE("\x53" /* f: push rbx */
	      "\x48\x83\xec\x10" /* sub rsp,0x10 */
	      "\x48\x8d\x05\x29\x00\x00\x00" /* lea rax,[rip+0x29] */
	      "\x48\x89\x04\x24" /* mov QWORD [rsp],rax */
	      "\x48\x89\xe3" /* mov rbx,rsp */
	      "\xe8\x09\x00\x00\x00" /* call 21 */
	      "\xff\x14\x24" /* call QWORD [rsp] */
	      "\x48\x83\xc4\x10" /* add rsp,0x10 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\x53" /* h: push rbx */
	      "\x8b\x04\x24" /* mov eax,DWORD [rsp] */
	      "\x8b\x4c\x24\x04" /* mov ecx,DWORD [rsp+0x4] */
	      "\x48\xc1\xe1\x20" /* shl rcx,0x20 */
	      "\x48\x09\xc8" /* or rax,rcx */
	      "\x48\x89\x38" /* mov QWORD [rax],rdi */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\xc3" /* g: ret */),
	 {{"f", 0}, {"h", 33}, {"g", 53}}, 54, 0},
	{"what a callee-saved register holds, out of its slot by a vector", true,
	 CODE("\x53" /* f: push rbx */
	      "\x48\x83\xec\x10" /* sub rsp,0x10 */
	      "\x48\x8d\x05\x25\x00\x00\x00" /* lea rax,[rip+0x25] */
	      "\x48\x89\x04\x24" /* mov QWORD [rsp],rax */
	      "\x48\x89\xe3" /* mov rbx,rsp */
	      "\xe8\x09\x00\x00\x00" /* call 21 */
	      "\xff\x14\x24" /* call QWORD [rsp] */
	      "\x48\x83\xc4\x10" /* add rsp,0x10 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\x53" /* h: push rbx */
	      "\xf3\x0f\x6f\x04\x24" /* movdqu xmm0,XMMWORD [rsp] */
	      "\x66\x48\x0f\x7e\xc0" /* movq rax,xmm0 */
	      "\x48\x89\x38" /* mov QWORD [rax],rdi */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\xc3" /* g: ret */),
	 {{"f", 0}, {"h", 33}, {"g", 49}}, 50, 0},
	{"what a callee's caller has saved", true,
	 CODE("\x53" /* f: push rbx */
	      "\x48\x83\xec\x10" /* sub rsp,0x10 */
	      "\x48\x8d\x05\x26\x00\x00\x00" /* lea rax,[rip+0x26] */
	      "\x48\x89\x04\x24" /* mov QWORD [rsp],rax */
	      "\x48\x89\xe3" /* mov rbx,rsp */
	      "\xe8\x09\x00\x00\x00" /* call 21 */
	      "\xff\x14\x24" /* call QWORD [rsp] */
	      "\x48\x83\xc4\x10" /* add rsp,0x10 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\x53" /* h: push rbx */
	      "\xe8\x02\x00\x00\x00" /* call 29 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\x48\x8b\x44\x24\x08" /* k: mov rax,QWORD [rsp+0x8] */
	      "\x48\x89\x38" /* mov QWORD [rax],rdi */
	      "\xc3" /* ret */
	      "\xc3" /* g: ret */),
	 {{"f", 0}, {"h", 33}, {"k", 41}, {"g", 50}}, 51, 0},
	{"a table of functions that begins in the last bytes of another constant", true,
	 CODE("\x48\x83\xec\x08" /* f: sub rsp,0x8 */
	      "\x48\x8d\x05\x1a\x00\x00\x00" /* lea rax,[rip+0x1a] */
	      "\xff\x14\xf8" /* call QWORD [rax+rdi8] */
	      "\x48\x83\xc4\x08" /* add rsp,0x8 */
	      "\xc3" /* ret */
	      "\x0f\x1f\x44\x00\x00" /* nop DWORD [rax+rax1+0x0] */
	      "\x01\x00\x00\x00\x00\x00\x00\x00"
	      "\x02\x00\x00\x00\x00\x00\x00\x00"),
	 {{"f", 0}}, 24, 0},
	{"a comparison of the frame pointer, and leave", true,
	 CODE("\x55" /* f: push rbp */
	      "\x48\x89\xe5" /* mov rbp,rsp */
	      "\x53" /* push rbx */
	      "\x48\x89\xfb" /* mov rbx,rdi */
	      "\x48\x89\x3c\x24" /* mov QWORD [rsp],rdi */
	      "\x48\x89\xe9" /* mov rcx,rbp */
	      "\x48\x8d\x6d\xf8" /* lea rbp,[rbp-0x8] */
	      "\x48\x83\xfd\x01" /* cmp rbp,0x1 */
	      "\xc9" /* leave */
	      "\x77\x13" /* ja 2d */
	      "\x48\x8d\x05\x0f\x00\x00\x00" /* lea rax,[rip+0xf] */
	      "\x48\x63\x14\xa8" /* movsxd rdx,DWORD [rax+rbp4] */
	      "\x48\x01\xc2" /* add rdx,rax */
	      "\xff\xe2" /* jmp rdx */
	      "\x90" /* nop */
	      "\x0f\x0b" /* ud2 */
	      "\x0f\x0b" /* ud2 */
	      "\x90" /* nop */
	      "\xfa\xff\xff\xff\xfb\xff\xff\xff"),
	 {{"f", 0}}, 48, 2},
};

#endif
