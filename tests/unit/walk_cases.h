// walk_cases.h - functions and their stack bounds.
//
// The bytes are those of GNU as, each with its disassembly and label beside
// it; the code lies at 0x1000. The first symbol is the entry.
#ifndef NEARCALL_WALK_CASES_H
#define NEARCALL_WALK_CASES_H

#include "proving.h"

static const struct {
	const char *name, *code;
	size_t bytes;
	struct code_symbol symbols[5];
	uint64_t bound;
} walk_cases[] = {
	{"a leaf",
	 CODE("\x8d\x47\x01" /* f: lea eax,[rdi+0x1] */
	      "\xc3" /* ret */),
	 {{"f", 0, 4}}, 0},
	{"a frame",
	 CODE("\x53" /* f: push rbx */
	      "\x48\x83\xec\x20" /* sub rsp,0x20 */
	      "\x48\x83\xc4\x20" /* add rsp,0x20 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 11}}, 40},
	{"an address that is multiplied is of no array",
	 CODE("\x53" /* f: push rbx */
	      "\x48\x89\xe1" /* mov rcx,rsp */
	      "\xc0\x4c\x89\x00\x00" /* ror byte [rcx+rcx*4],0 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 11}}, 136},
	{"a call",
	 CODE("\x48\x83\xec\x08" /* f: sub rsp,0x8 */
	      "\xe8\x05\x00\x00\x00" /* call 100e */
	      "\x48\x83\xc4\x08" /* add rsp,0x8 */
	      "\xc3" /* ret */
	      "\x53" /* g: push rbx */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 14}, {"g", 14, 3}}, 24},
	{"a frame deeper than the call in it",
	 CODE("\xe8\x09\x00\x00\x00" /* f: call 100e */
	      "\x48\x83\xec\x68" /* sub rsp,0x68 */
	      "\x48\x83\xc4\x68" /* add rsp,0x68 */
	      "\xc3" /* ret */
	      "\x53" /* g: push rbx */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 14}, {"g", 14, 3}}, 104},
	{"a tail call uses its caller's return address",
	 CODE("\x53" /* f: push rbx */
	      "\x5b" /* pop rbx */
	      "\xeb\x00" /* jmp 1004 */
	      "\x48\x83\xec\x28" /* g: sub rsp,0x28 */
	      "\x48\x83\xc4\x28" /* add rsp,0x28 */
	      "\xc3" /* ret */),
	 {{"f", 0, 4}, {"g", 4, 9}}, 40},
	{"the deepest of two",
	 CODE("\x53" /* f: push rbx */
	      "\xe8\x07\x00\x00\x00" /* call 100d */
	      "\xe8\x03\x00\x00\x00" /* call 100e */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\xc3" /* g: ret */
	      "\x48\x83\xec\x48" /* h: sub rsp,0x48 */
	      "\x48\x83\xc4\x48" /* add rsp,0x48 */
	      "\xc3" /* ret */),
	 {{"f", 0, 13}, {"g", 13, 1}, {"h", 14, 9}}, 88},
	{"a chain",
	 CODE("\x53" /* f: push rbx */
	      "\xe8\x02\x00\x00\x00" /* call 1008 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\x53" /* g: push rbx */
	      "\xe8\x02\x00\x00\x00" /* call 1010 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\x53" /* h: push rbx */
	      "\xe8\x02\x00\x00\x00" /* call 1018 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\x53" /* k: push rbx */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 8}, {"g", 8, 8}, {"h", 16, 8}, {"k", 24, 3}}, 56},
	{"one call deep, the other shallow",
	 CODE("\xe8\x0e\x00\x00\x00" /* f: call 1013 */
	      "\x48\x83\xec\x38" /* sub rsp,0x38 */
	      "\xe8\x05\x00\x00\x00" /* call 1013 */
	      "\x48\x83\xc4\x38" /* add rsp,0x38 */
	      "\xc3" /* ret */
	      "\x53" /* g: push rbx */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 19}, {"g", 19, 3}}, 72},
	{"a conditional tail call",
	 CODE("\x85\xff" /* f: test edi,edi */
	      "\x74\x03" /* je 1007 */
	      "\x53" /* push rbx */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\x48\x83\xec\x58" /* g: sub rsp,0x58 */
	      "\x48\x83\xc4\x58" /* add rsp,0x58 */
	      "\xc3" /* ret */),
	 {{"f", 0, 7}, {"g", 7, 9}}, 88},
	{"a loop",
	 CODE("\x53" /* f: push rbx */
	      "\xff\xcf" /* dec edi */
	      "\x75\xfc" /* jne 1001 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 7}}, 8},
	{"a loop around a call",
	 CODE("\x53" /* f: push rbx */
	      "\x89\xfb" /* mov ebx,edi */
	      "\xe8\x06\x00\x00\x00" /* call 100e */
	      "\xff\xcb" /* dec ebx */
	      "\x75\xf7" /* jne 1003 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\xc3" /* g: ret */),
	 {{"f", 0, 14}, {"g", 14, 1}}, 16},
	{"a jump to the own start is a loop",
	 CODE("\xff\xcf" /* f: dec edi */
	      "\x75\xfc" /* jne 1000 */
	      "\xc3" /* ret */),
	 {{"f", 0, 5}}, 0},
	{"the loop instruction",
	 CODE("\x89\xf9" /* f: mov ecx,edi */
	      "\x90" /* nop */
	      "\xe2\xfd" /* loop 1002 */
	      "\xc3" /* ret */),
	 {{"f", 0, 6}}, 0},
	{"jrcxz",
	 CODE("\xe3\x01" /* f: jrcxz 1003 */
	      "\x90" /* nop */
	      "\xc3" /* ret */),
	 {{"f", 0, 4}}, 0},
	{"one callee for two callers",
	 CODE("\xe8\x06\x00\x00\x00" /* f: call 100b */
	      "\xe8\x03\x00\x00\x00" /* call 100d */
	      "\xc3" /* ret */
	      "\xeb\x08" /* g: jmp 1015 */
	      "\x50" /* h: push rax */
	      "\xe8\x02\x00\x00\x00" /* call 1015 */
	      "\x59" /* pop rcx */
	      "\xc3" /* ret */
	      "\x48\x83\xec\x18" /* k: sub rsp,0x18 */
	      "\x48\x83\xc4\x18" /* add rsp,0x18 */
	      "\xc3" /* ret */),
	 {{"f", 0, 11}, {"g", 11, 2}, {"h", 13, 8}, {"k", 21, 9}}, 48},
	{"red zone, exactly",
	 CODE("\x48\x89\x7c\x24\xe8" /* f: mov [rsp-0x18],rdi */
	      "\x48\x8b\x44\x24\xe8" /* mov rax,[rsp-0x18] */
	      "\xc3" /* ret */),
	 {{"f", 0, 11}}, 24},
	{"red zone, all of it by an index",
	 CODE("\x48\x89\x74\xfc\xe8" /* f: mov [rsp+rdi*8-0x18],rsi */
	      "\xc3" /* ret */),
	 {{"f", 0, 6}}, 128},
	{"red zone, all of it by an address",
	 CODE("\x48\x8d\x44\x24\xe8" /* f: lea rax,[rsp-0x18] */
	      "\x48\x89\x38" /* mov [rax],rdi */
	      "\xc3" /* ret */),
	 {{"f", 0, 9}}, 128},
	{"red zone below a frame",
	 CODE("\x53" /* f: push rbx */
	      "\x48\x89\x7c\x24\xf0" /* mov [rsp-0x10],rdi */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 8}}, 24},
	// LLVM gives a leaf the red zone first and a frame for the rest: where an
	// index decides, the access may be of either.
	{"red zone: an index in a leaf, above the stack pointer",
	 CODE("\x48\x83\xec\x18" /* f: sub rsp,0x18 */
	      "\x48\x89\x34\xfc" /* mov [rsp+rdi*8],rsi */
	      "\x48\x8d\x44\x24\x08" /* lea rax,[rsp+0x8] */
	      "\x48\x83\xc4\x18" /* add rsp,0x18 */
	      "\xc3" /* ret */),
	 {{"f", 0, 18}}, 24 + 128},
	{"no red zone: an index in a function that calls",
	 CODE("\x48\x83\xec\x18" /* f: sub rsp,0x18 */
	      "\x48\x89\x34\xfc" /* mov [rsp+rdi*8],rsi */
	      "\xe8\x05\x00\x00\x00" /* call g */
	      "\x48\x83\xc4\x18" /* add rsp,0x18 */
	      "\xc3" /* ret */
	      "\xc3" /* g: ret */),
	 {{"f", 0, 18}, {"g", 18, 1}}, 24 + 8},
	{"realigned",
	 CODE("\x55" /* f: push rbp */
	      "\x48\x89\xe5" /* mov rbp,rsp */
	      "\x48\x83\xe4\xe0" /* and rsp,0xffffffffffffffe0 */
	      "\x48\x83\xec\x40" /* sub rsp,0x40 */
	      "\x48\x89\x7c\x24\x08" /* mov [rsp+0x8],rdi */
	      "\xc9" /* leave */
	      "\xc3" /* ret */),
	 {{"f", 0, 19}}, 96},
	{"realigned, with a call",
	 CODE("\x55" /* f: push rbp */
	      "\x48\x89\xe5" /* mov rbp,rsp */
	      "\x48\x83\xe4\xe0" /* and rsp,0xffffffffffffffe0 */
	      "\x48\x83\xec\x40" /* sub rsp,0x40 */
	      "\xe8\x02\x00\x00\x00" /* call 1013 */
	      "\xc9" /* leave */
	      "\xc3" /* ret */
	      "\xc3" /* g: ret */),
	 {{"f", 0, 19}, {"g", 19, 1}}, 104},
	{"behind a call that never returns",
	 CODE("\x53" /* f: push rbx */
	      "\x85\xff" /* test edi,edi */
	      "\x75\x02" /* jne 1007 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\xe8\x07\x00\x00\x00" /* call 1013 */
	      "\x48\x81\xec\xa0\x0f\x00\x00" /* sub rsp,0xfa0 */
	      "\x50" /* g: push rax */
	      "\x0f\x0b" /* ud2 */),
	 {{"f", 0, 19}, {"g", 19, 3}}, 24},
	{"ud2 ends a path",
	 CODE("\x85\xff" /* f: test edi,edi */
	      "\x74\x01" /* je 1005 */
	      "\xc3" /* ret */
	      "\x0f\x0b" /* ud2 */
	      "\x5c" /* pop rsp */),
	 {{"f", 0, 8}}, 0},
	{"a .cold part in another function's range",
	 CODE("\x53" /* f: push rbx */
	      "\x85\xff" /* test edi,edi */
	      "\x74\x03" /* je 1008 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\xc3" /* g: ret */
	      "\x48\x83\xec\x30" /* sub rsp,0x30 */
	      "\x48\x83\xc4\x30" /* add rsp,0x30 */
	      "\xeb\xf3" /* jmp 1005 */),
	 {{"f", 0, 7}, {"g", 7, 11}}, 56},
	{"a jump over a call for nothing",
	 CODE("\xe8\x01\x00\x00\x00" /* f: call 1006 */
	      "\xc3" /* ret */
	      "\xe8\x02\x00\x00\x00" /* g: call 100d */
	      "\x0f\x0b" /* ud2 */
	      "\x48\x83\xec\x10" /* h: sub rsp,0x10 */
	      "\x48\x83\xc4\x10" /* add rsp,0x10 */
	      "\xc3" /* ret */),
	 {{"f", 0, 6}, {"g", 6, 7}, {"h", 13, 9}}, 32},
	{"a function pointer known to be g",
	 CODE("\x48\x83\xec\x08" /* f: sub rsp,0x8 */
	      "\x48\x8d\x05\x07\x00\x00\x00" /* lea rax,[rip+0x7] = 1012 */
	      "\xff\xd0" /* call rax */
	      "\x48\x83\xc4\x08" /* add rsp,0x8 */
	      "\xc3" /* ret */
	      "\x48\x83\xec\x28" /* g: sub rsp,0x28 */
	      "\x48\x83\xc4\x28" /* add rsp,0x28 */
	      "\xc3" /* ret */),
	 {{"f", 0, 18}, {"g", 18, 9}}, 56},
	{"padding is not walked",
	 CODE("\xc3" /* f: ret */
	      "\x06" /* (bad) */
	      "\x06" /* (bad) */
	      "\x06" /* (bad) */
	      "\xc3" /* g: ret */),
	 {{"f", 0, 4}, {"g", 4, 1}}, 0},
	{"unreachable from f: not walked",
	 CODE("\xc3" /* f: ret */
	      "\x0f\x05" /* g: syscall */
	      "\xc3" /* ret */),
	 {{"f", 0, 1}, {"g", 1, 3}}, 0},
};

#endif
