// place_cases.h - code, and what *place* has to make of it.
//
// Each op is a letter: Bytes, pUsh, pOp, Adjust, Call, a tail call by Jmp,
// Lea of a symbol, Goto, and a dot for a byte of padding (.9: nine). What only Go's
// unwinder sees is in (); ! has another depth than Go's tables say, ? has no
// depth that could be said. A text with a prologue has a star.
#ifndef NEARCALL_PLACE_CASES_H
#define NEARCALL_PLACE_CASES_H

#include "proving.h"

static const struct {
	const char *name, *code;
	size_t bytes;
	struct code_symbol symbols[5];
	const char *want;
} place_cases[] = {
	{"padding behind a return takes the change",
	 CODE("\x53" /* f: push rbx */
	      "\x85\xff" /* test edi,edi */
	      "\x75\x05" /* jne 100a */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\x0f\x1f\x00" /* nop [rax] */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 12}}, "f ubbob(u)..ob"},
	{"a large change in the padding",
	 CODE("\x48\x83\xec\x28" /* f: sub rsp,0x28 */
	      "\x85\xff" /* test edi,edi */
	      "\x75\x0a" /* jne 1012 */
	      "\x48\x83\xc4\x28" /* add rsp,0x28 */
	      "\xc3" /* ret */
	      "\x0f\x1f\x44\x00\x00" /* nop [rax+rax*1+0x0] */
	      "\x48\x83\xc4\x28" /* add rsp,0x28 */
	      "\xc3" /* ret */),
	 {{"f", 0, 23}}, "f abbab(a).ab"},
	{"without padding the tail is moved",
	 CODE("\x53" /* f: push rbx */
	      "\x85\xff" /* test edi,edi */
	      "\x75\x07" /* jne 100c */
	      "\x8b\x06" /* mov eax,[rsi] */
	      "\x8b\x4e\x04" /* mov ecx,[rsi+0x4] */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\xb8\x01\x00\x00\x00" /* mov eax,0x1 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 19}}, "f ubbbgbob(u)bob"},
	{"no room: the tail is inexact",
	 CODE("\x53" /* f: push rbx */
	      "\x85\xff" /* test edi,edi */
	      "\x75\x02" /* jne 1007 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 9}}, "f ubbbb!ob"},
	{"no room in front of a return that is jumped to",
	 CODE("\x85\xff" /* f: test edi,edi */
	      "\x74\x0f" /* je 1013 */
	      "\x53" /* push rbx */
	      "\x8b\x06" /* mov eax,[rsi] */
	      "\x8b\x4e\x04" /* mov ecx,[rsi+0x4] */
	      "\x85\xff" /* test edi,edi */
	      "\x78\x06" /* js 1014 */
	      "\x8b\x46\x08" /* mov eax,[rsi+0x8] */
	      "\xeb\x04" /* jmp 1017 */
	      "\xc3" /* ret */
	      "\x8b\x46\x0c" /* mov eax,[rsi+0xc] */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 25}}, "f bbubbbbbbb!bob"},
	{"room behind a moved tail, but not for a second one",
	 CODE("\x85\xff" /* f: test edi,edi */
	      "\x74\x0f" /* je 1013 */
	      "\x53" /* push rbx */
	      "\x8b\x06" /* mov eax,[rsi] */
	      "\x85\xff" /* test edi,edi */
	      "\x78\x09" /* js 1014 */
	      "\x8b\x46\x08" /* mov eax,[rsi+0x8] */
	      "\x8b\x4e\x04" /* mov ecx,[rsi+0x4] */
	      "\xeb\x03" /* jmp 1016 */
	      "\xc3" /* 1013: ret */
	      "\x89\xc8" /* 1014: mov eax,ecx */
	      "\x5b" /* 1016: pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 24}}, "f bbubbbg...b!bob(u)bbg"},
	{"the same, where the first one leaves no padding",
	 CODE("\x85\xff" /* f: test edi,edi */
	      "\x74\x0d" /* je 1011 */
	      "\x53" /* push rbx */
	      "\x8b\x06" /* mov eax,[rsi] */
	      "\x85\xff" /* test edi,edi */
	      "\x78\x07" /* js 1012 */
	      "\x89\xc8" /* mov eax,ecx */
	      "\x89\xd1" /* mov ecx,edx */
	      "\xeb\x03" /* jmp 1014 */
	      "\xc3" /* 1011: ret */
	      "\x89\xc8" /* 1012: mov eax,ecx */
	      "\x5b" /* 1014: pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 22}}, "f bbubbbg.b!bob(u)bbg"},
	{"a call that never returns, with padding",
	 CODE("\x85\xff" /* f: test edi,edi */
	      "\x74\x09" /* je 100d */
	      "\x53" /* push rbx */
	      "\xe8\x04\x00\x00\x00" /* call 100e */
	      "\x0f\x1f\x00" /* nop [rax] */
	      "\xc3" /* ret */
	      "\x0f\x0b" /* g: ud2 */),
	 {{"f", 0, 14}, {"g", 14, 2}}, "f bbuc.(o).b | g b"},
	{"a call that never returns, with one byte of padding",
	 CODE("\x85\xff" /* f: test edi,edi */
	      "\x74\x07" /* je 100b */
	      "\x53" /* push rbx */
	      "\xe8\x02\x00\x00\x00" /* call 100c */
	      "\x90" /* nop */
	      "\xc3" /* ret */
	      "\x0f\x0b" /* g: ud2 */),
	 {{"f", 0, 12}, {"g", 12, 2}}, "f bbug(o)b(u)c. | g b"},
	{"a call that never returns ends the function",
	 CODE("\x53" /* f: push rbx */
	      "\x85\xff" /* test edi,edi */
	      "\x75\x05" /* jne 100a */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\x0f\x1f\x00" /* nop [rax] */
	      "\xe8\x00\x00\x00\x00" /* call 100f */
	      "\x0f\x0b" /* g: ud2 */),
	 {{"f", 0, 15}, {"g", 15, 2}}, "f ubbob(u)..c. | g b"},
	{"so does a call of six bytes",
	 CODE("\x53" /* f: push rbx */
	      "\x67\xe8\x00\x00\x00\x00" /* addr32 call 1007 */
	      "\x0f\x0b" /* g: ud2 */),
	 {{"f", 0, 7}, {"g", 7, 2}}, "f uc. | g b"},
	{"a short jump gets long",
	 CODE("\x53" /* f: push rbx */
	      "\x85\xff" /* test edi,edi */
	      "\x74\x08" /* je 100d */
	      "\x8b\x06" /* mov eax,[rsi] */
	      "\x8b\x4e\x04" /* mov ecx,[rsi+0x4] */
	      "\x5b" /* pop rbx */
	      "\xeb\x04" /* jmp 1011 */
	      "\x5b" /* pop rbx */
	      "\x8b\x56\x08" /* mov edx,[rsi+0x8] */
	      "\xc3" /* ret */),
	 {{"f", 0, 18}}, "f ubbbg.obb(u)bog"},
	{"0x80 is 4 bytes to cmd/asm",
	 CODE("\x48\x81\xec\x80\x00\x00\x00" /* f: sub rsp,0x80 */
	      "\x48\x8b\x06" /* mov rax,[rsi] */
	      "\x48\x83\xec\x80" /* sub rsp,0xffffffffffffff80 */
	      "\xc3" /* ret */),
	 {{"f", 0, 15}}, "f abab"},
	{"a change spelt with more bytes than it needs",
	 CODE("\x2e\x48\x83\xec\x08" /* f: cs sub rsp,0x8 */
	      "\x48\x81\xec\x10\x00\x00\x00" /* sub rsp,0x10 */
	      "\x48\x8b\x06" /* mov rax,[rsi] */
	      "\x2e\x48\x81\xc4\x18\x00\x00\x00" /* cs add rsp,0x18 */
	      "\xc3" /* ret */),
	 {{"f", 0, 24}}, "f aabab"},
	{"a change by nothing",
	 CODE("\x48\x83\xec\x00" /* f: sub rsp,0x0 */
	      "\x53" /* push rbx */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 7}}, "f buob"},
	{"high registers",
	 CODE("\x41\x54" /* f: push r12 */
	      "\x53" /* push rbx */
	      "\x5b" /* pop rbx */
	      "\x41\x5c" /* pop r12 */
	      "\xc3" /* ret */),
	 {{"f", 0, 7}}, "f uuoob"},
	{"lea of the stack pointer",
	 CODE("\x48\x83\xec\x08" /* f: sub rsp,0x8 */
	      "\x48\x8b\x06" /* mov rax,[rsi] */
	      "\x48\x8b\x4e\x08" /* mov rcx,[rsi+0x8] */
	      "\x48\x8d\x64\x24\x08" /* lea rsp,[rsp+0x8] */
	      "\xc3" /* ret */),
	 {{"f", 0, 17}}, "f abbbb!"},
	{"leave",
	 CODE("\x55" /* f: push rbp */
	      "\x48\x89\xe5" /* mov rbp,rsp */
	      "\x48\x83\xec\x10" /* sub rsp,0x10 */
	      "\x48\x8b\x06" /* mov rax,[rsi] */
	      "\x48\x8b\x4e\x08" /* mov rcx,[rsi+0x8] */
	      "\xc9" /* leave */
	      "\xc3" /* ret */),
	 {{"f", 0, 17}}, "f ubabbbb!"},
	{"leave and return, twice",
	 CODE("\x55" /* f: push rbp */
	      "\x48\x89\xe5" /* mov rbp,rsp */
	      "\x85\xff" /* test edi,edi */
	      "\x75\x08" /* jne 1010 */
	      "\x8b\x46\x08" /* mov eax,[rsi+0x8] */
	      "\x8b\x4e\x04" /* mov ecx,[rsi+0x4] */
	      "\xc9" /* leave */
	      "\xc3" /* ret */
	      "\x8b\x06" /* mov eax,[rsi] */
	      "\xc9" /* leave */
	      "\xc3" /* ret */),
	 {{"f", 0, 20}}, "f ubbbbbbb!bbb!"},
	{"realigned",
	 CODE("\x55" /* f: push rbp */
	      "\x48\x89\xe5" /* mov rbp,rsp */
	      "\x48\x83\xe4\xe0" /* and rsp,0xffffffffffffffe0 */
	      "\x48\x83\xec\x40" /* sub rsp,0x40 */
	      "\x48\x8b\x06" /* mov rax,[rsi] */
	      "\x48\x8b\x4e\x08" /* mov rcx,[rsi+0x8] */
	      "\x48\x8b\x56\x10" /* mov rdx,[rsi+0x10] */
	      "\xc9" /* leave */
	      "\xc3" /* ret */),
	 {{"f", 0, 25}}, "f ubba?b?b?b?b?b!"},
	{"f.cold joins f, and g does not",
	 CODE("\x53" /* f: push rbx */
	      "\x85\xff" /* test edi,edi */
	      "\x75\x08" /* jne 100d */
	      "\xe8\x02\x00\x00\x00" /* call 100c */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\xc3" /* g: ret */
	      "\xb8\x01\x00\x00\x00" /* f.cold: mov eax,0x1 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 12}, {"g", 12, 1}, {"f.cold", 13, 7}}, "f ubbcob(u)bob | g b"},
	{"f.cold in front of f",
	 CODE("\xe8\x08\x00\x00\x00" /* e: call 100d */
	      "\xc3" /* ret */
	      "\xe8\x0e\x00\x00\x00" /* f.cold: call 1019 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\x53" /* f: push rbx */
	      "\x85\xff" /* test edi,edi */
	      "\x0f\x85\xf0\xff\xff\xff" /* jne 1006 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\xcc" /* int3 */
	      "\xc3" /* g: ret */),
	 {{"e", 0, 6}, {"f.cold", 6, 7}, {"f", 13, 12}, {"g", 25, 1}}, "e cb | f ubbob(u).45cob | g b"},
	{"a conditional jump into another function",
	 CODE("\x85\xff" /* f: test edi,edi */
	      "\x75\x06" /* jne 100a */
	      "\xe8\x01\x00\x00\x00" /* call 100a */
	      "\xc3" /* ret */
	      "\xb8\x01\x00\x00\x00" /* g: mov eax,0x1 */
	      "\xc3" /* ret */),
	 {{"f", 0, 10}, {"g", 10, 6}}, "f bbbbbb"},
	{"a tail call of a shallow function",
	 CODE("\xe8\x0b\x00\x00\x00" /* f: call 1010 */
	      "\xe9\x00\x00\x00\x00" /* jmp 100a */
	      "\xb8\x01\x00\x00\x00" /* g: mov eax,0x1 */
	      "\xc3" /* ret */
	      "\xc3" /* h: ret */),
	 {{"f", 0, 10}, {"g", 10, 6}, {"h", 16, 1}}, "f cj | g bb | h b"},
	{"a tail call of a deep function",
	 CODE("\xe8\x14\x00\x00\x00" /* f: call 1019 */
	      "\xe9\x00\x00\x00\x00" /* jmp 100a */
	      "\x48\x81\xec\x00\x10\x00\x00" /* g: sub rsp,0x1000 */
	      "\x48\x81\xc4\x00\x10\x00\x00" /* add rsp,0x1000 */
	      "\xc3" /* ret */
	      "\xc3" /* h: ret */),
	 {{"f", 0, 10}, {"g", 10, 15}, {"h", 25, 1}}, "f* cbaab | h b"},
	{"512 bytes are shallow",
	 CODE("\x48\x81\xec\x00\x02\x00\x00" /* f: sub rsp,0x200 */
	      "\x48\x81\xc4\x00\x02\x00\x00" /* add rsp,0x200 */
	      "\xc3" /* ret */),
	 {{"f", 0, 15}}, "f aab"},
	{"520 bytes are deep",
	 CODE("\x48\x81\xec\x08\x02\x00\x00" /* f: sub rsp,0x208 */
	      "\x48\x81\xc4\x08\x02\x00\x00" /* add rsp,0x208 */
	      "\xc3" /* ret */),
	 {{"f", 0, 15}}, "f* aab"},
	{"one function runs on into another",
	 CODE("\xb8\x01\x00\x00\x00" /* f: mov eax,0x1 */
	      "\xc3" /* g: ret */),
	 {{"f", 0, 5}, {"g", 5, 1}}, "f bb"},
	{"what is run on into comes first in no text",
	 CODE("\xe8\x0b\x00\x00\x00" /* f: call 1010 */
	      "\x85\xff" /* test edi,edi */
	      "\x75\x01" /* jne 100a */
	      "\xc3" /* ret */
	      "\xb8\x02\x00\x00\x00" /* k: mov eax,0x2 */
	      "\x90" /* nop */
	      "\x8b\x0e" /* g: mov ecx,[rsi] */
	      "\xc3" /* ret */),
	 {{"f", 0, 10}, {"k", 10, 6}, {"g", 16, 3}}, "f bbbbbbbb"},
	{"a function's entry is not moved with what runs on into it",
	 CODE("\x53" /* f: push rbx */
	      "\x85\xff" /* test edi,edi */
	      "\x78\x0c" /* js 1011 */
	      "\xe8\x03\x00\x00\x00" /* call 100d */
	      "\x5b" /* pop rbx */
	      "\x8b\x0e" /* mov ecx,[rsi] */
	      "\x8b\x46\x04" /* g: mov eax,[rsi+0x4] */
	      "\xc3" /* ret */
	      "\x8b\x56\x08" /* mov edx,[rsi+0x8] */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 13}, {"g", 13, 9}}, "f ubbbbb!b!b!bob"},
	{"a function's address",
	 CODE("\x53" /* f: push rbx */
	      "\x48\x8d\x05\x04\x00\x00\x00" /* lea rax,[rip] = 100c */
	      "\xff\xd0" /* call rax */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\xc3" /* g: ret */),
	 {{"f", 0, 12}, {"g", 12, 1}}, "f ulbob | g b"},
	{"code of no function is carried by none",
	 CODE("\xe8\x06\x00\x00\x00" /* f: call 100b */
	      "\xc3" /* ret */
	      "\x0f\x05" /* k: syscall */
	      "\xcc\xcc\xcc" /* int3 */
	      "\xc3" /* g: ret */),
	 {{"f", 0, 6}, {"k", 6, 5}, {"g", 11, 1}}, "f cb | g b"},
};

#endif
