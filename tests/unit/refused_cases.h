// refused_cases.h - functions that have no proof; written as in walk_cases.h.
#ifndef NEARCALL_REFUSED_CASES_H
#define NEARCALL_REFUSED_CASES_H

#include "proving.h"

static const struct {
	const char *name, *code;
	size_t bytes;
	struct code_symbol symbols[5];
	const char *told; // part of the message
} refused_cases[] = {
	{"recursion",
	 CODE("\x53" /* f: push rbx */
	      "\xe8\xfa\xff\xff\xff" /* call 1000 */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 8}}, "f is recursive (f -> f)"},
	{"an array that begins at a saved register",
	 CODE("\x53" /* f: push rbx */
	      "\x48\x89\x34\xfc" /* mov [rsp+rdi*8],rsi */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 7}}, "f writes by an index from where a saved register or the return address is"},
	{"a string that begins at a saved register",
	 CODE("\x53" /* f: push rbx */
	      "\x48\x89\xe7" /* mov rdi,rsp */
	      "\xf3\xaa" /* rep stosb */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 8}}, "f writes by an index from where a saved register or the return address is"},
	{"an index that begins at the return address",
	 CODE("\x48\x89\x34\x3c" /* f: mov [rsp+rdi],rsi */
	      "\xc3" /* ret */),
	 {{"f", 0, 5}}, "f writes by an index from where a saved register or the return address is"},
	{"recursion over three",
	 CODE("\xe8\x01\x00\x00\x00" /* f: call 1006 */
	      "\xc3" /* ret */
	      "\x53" /* g: push rbx */
	      "\xe8\x02\x00\x00\x00" /* call 100e */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */
	      "\xe8\xf3\xff\xff\xff" /* h: call 1006 */
	      "\xc3" /* ret */),
	 {{"f", 0, 6}, {"g", 6, 8}, {"h", 14, 6}}, "g is recursive (g -> h -> g)"},
	{"recursion by a tail call",
	 CODE("\x85\xff" /* f: test edi,edi */
	      "\x74\x02" /* je 1006 */
	      "\xeb\x01" /* jmp 1007 */
	      "\xc3" /* ret */
	      "\xff\xcf" /* g: dec edi */
	      "\xeb\xf5" /* jmp 1000 */),
	 {{"f", 0, 7}, {"g", 7, 4}}, "f is recursive (f -> g -> f)"},
	{"a call through a register",
	 CODE("\x53" /* f: push rbx */
	      "\xff\xd7" /* call rdi */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 5}}, "f calls through a pointer"},
	{"a call through memory",
	 CODE("\x53" /* f: push rbx */
	      "\xff\x57\x08" /* call [rdi+0x8] */
	      "\x5b" /* pop rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 6}}, "f calls through a pointer"},
	{"a jump through a register",
	 CODE("\xff\xe7" /* f: jmp rdi */),
	 {{"f", 0, 2}}, "f jumps through a pointer"},
	{"a jump through memory",
	 CODE("\xff\x27" /* f: jmp [rdi] */),
	 {{"f", 0, 2}}, "f jumps through a pointer"},
	{"the fs segment",
	 CODE("\x64\x48\x8b\x04\x25\x28\x00\x00\x00" /* f: mov rax,fs:0x28 */
	      "\xc3" /* ret */),
	 {{"f", 0, 10}}, "f uses thread-local storage"},
	{"the gs segment",
	 CODE("\x65\x48\x8b\x07" /* f: mov rax,gs:[rdi] */
	      "\xc3" /* ret */),
	 {{"f", 0, 5}}, "f uses thread-local storage"},
	{"syscall",
	 CODE("\x0f\x05" /* f: syscall */
	      "\xc3" /* ret */),
	 {{"f", 0, 3}}, "f makes a system call"},
	{"int",
	 CODE("\xcd\x80" /* f: int 0x80 */
	      "\xc3" /* ret */),
	 {{"f", 0, 3}}, "f raises a software interrupt"},
	{"hlt",
	 CODE("\xf4" /* f: hlt */),
	 {{"f", 0, 1}}, "f uses a privileged instruction (hlt)"},
	{"in a callee",
	 CODE("\xe8\x01\x00\x00\x00" /* f: call 1006 */
	      "\xc3" /* ret */
	      "\x0f\x05" /* g: syscall */
	      "\xc3" /* ret */),
	 {{"f", 0, 6}, {"g", 6, 3}}, "g makes a system call"},
	{"bytes that are no instruction",
	 CODE("\x90" /* f: nop */
	      "\x06" /* (bad) */
	      "\xc3" /* ret */),
	 {{"f", 0, 3}}, "f has bytes that are no instruction"},
	{"an instruction cut off by the end",
	 CODE("\x90" /* f: nop */
	      "\x48" /* rex.W */
	      "\xb8" /* .byte 0xb8 */),
	 {{"f", 0, 3}}, "f has bytes that are no instruction"},
	{"past the end",
	 CODE("\x90" /* f: nop */),
	 {{"f", 0, 1}}, "f runs past the end of the code"},
	{"a jump past the end",
	 CODE("\xe9\xfb\x1f\x00\x00" /* f: jmp 3000 */),
	 {{"f", 0, 5}}, "f jumps out of the image's code"},
	{"a jump before the start",
	 CODE("\x90" /* f: nop */
	      "\xeb\xbe" /* jmp fc1 */),
	 {{"f", 0, 3}}, "f jumps out of the image's code"},
	{"paths of different depth",
	 CODE("\x85\xff" /* f: test edi,edi */
	      "\x74\x01" /* je 1005 */
	      "\x53" /* push rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 6}}, "f has paths that meet with different stack depths"},
	{"a loop that pushes",
	 CODE("\x57" /* f: push rdi */
	      "\xff\xcf" /* dec edi */
	      "\x75\xfb" /* jne 1000 */
	      "\x0f\x0b" /* ud2 */),
	 {{"f", 0, 7}}, "f has paths that meet with different stack depths"},
	{"realigned on one path only",
	 CODE("\x55" /* f: push rbp */
	      "\x48\x89\xe5" /* mov rbp,rsp */
	      "\x85\xff" /* test edi,edi */
	      "\x74\x04" /* je 100c */
	      "\x48\x83\xe4\xe0" /* and rsp,0xffffffffffffffe0 */
	      "\x90" /* nop */
	      "\xc9" /* leave */
	      "\xc3" /* ret */),
	 {{"f", 0, 15}}, "f has paths that meet with different stack depths"},
	{"alloca",
	 CODE("\x55" /* f: push rbp */
	      "\x48\x89\xe5" /* mov rbp,rsp */
	      "\x48\x29\xfc" /* sub rsp,rdi */
	      "\xc9" /* leave */
	      "\xc3" /* ret */),
	 {{"f", 0, 9}}, "f changes the stack pointer by an amount that is not a constant"},
	{"returns too low",
	 CODE("\x53" /* f: push rbx */
	      "\xc3" /* ret */),
	 {{"f", 0, 2}}, "f returns with a stack pointer that is not where the call left it"},
	{"returns too high",
	 CODE("\x48\x83\xc4\x08" /* f: add rsp,0x8 */
	      "\xc3" /* ret */),
	 {{"f", 0, 5}}, "f returns with a stack pointer that is not where the call left it"},
	{"returns realigned",
	 CODE("\x55" /* f: push rbp */
	      "\x48\x89\xe5" /* mov rbp,rsp */
	      "\x48\x83\xe4\xe0" /* and rsp,0xffffffffffffffe0 */
	      "\x48\x8b\x6d\x00" /* mov rbp,[rbp+0x0] */
	      "\xc3" /* ret */),
	 {{"f", 0, 13}}, "f returns with a stack pointer that is not where the call left it"},
	{"pops its arguments",
	 CODE("\xc2\x08\x00" /* f: ret 0x8 */),
	 {{"f", 0, 3}}, "f pops its arguments on return"},
	{"below the red zone",
	 CODE("\x48\x89\xbc\x24\x78\xff\xff\xff" /* f: mov [rsp-0x88],rdi */
	      "\xc3" /* ret */),
	 {{"f", 0, 9}}, "f reaches below its stack pointer and the red zone"},
	{"rbx lost",
	 CODE("\x31\xdb" /* f: xor ebx,ebx */
	      "\xc3" /* ret */),
	 {{"f", 0, 3}}, "f does not restore rbx"},
	{"rbp lost before a tail call",
	 CODE("\x31\xed" /* f: xor ebp,ebp */
	      "\xeb\x00" /* jmp 1004 */
	      "\xc3" /* g: ret */),
	 {{"f", 0, 4}, {"g", 4, 1}}, "f does not restore rbp"},
	{"a store over the return address",
	 CODE("\x48\x89\x3c\x24" /* f: mov [rsp],rdi */
	      "\xc3" /* ret */),
	 {{"f", 0, 5}}, "f overwrites its return address"},
	{"the direction flag",
	 CODE("\xfd" /* f: std */
	      "\xf3\xa4" /* rep movsb */
	      "\xfc" /* cld */
	      "\xc3" /* ret */),
	 {{"f", 0, 5}}, "f sets the direction flag (std)"},
	{"flags popped",
	 CODE("\x57" /* f: push rdi */
	      "\x9d" /* popfq */
	      "\xc3" /* ret */),
	 {{"f", 0, 3}}, "f pops the flags (popfq)"},
	{"a debugger's trap",
	 CODE("\xcc" /* f: int3 */
	      "\xc3" /* ret */),
	 {{"f", 0, 2}}, "f stops for a debugger (int3)"},
};

#endif
