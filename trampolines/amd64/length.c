#include "trampolines/amd64/length.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RETURN_ADDRESS = 8, LINE = 128, WORD = 32 };

struct form {
	const char *op;
	uint8_t opcode; // bytes, prefixes that are part of it among them
	bool wide;      // a REX prefix always
};

static const struct form forms[] = {
	{"MOVQ", 1, true}, {"LEAQ", 1, true}, {"ADDQ", 2, true}, {"ANDQ", 2, true}, {"MOVL", 1, false},
	{"MOVBLZX", 2, false}, {"MOVBLSX", 2, false}, {"MOVWLZX", 2, false}, {"MOVWLSX", 2, false},
	{"MOVSS", 3, false}, {"MOVSD", 3, false}, {"MOVAPS", 2, false},
};

// A line in parts: "MOVQ", "xs_base+0(FP)", "DI".
struct parts {
	char op[WORD], from[LINE], to[WORD];
};

static bool split(const char *line, struct parts *p)
{
	*p = (struct parts){0};
	return sscanf(line, " %31[A-Z0-9] %127[^,\n], %31[^\n]", p->op, p->from, p->to) >= 1;
}

// The displacement of an operand in memory from the stack pointer or a register.
static long displacement(const char *operand)
{
	const char *plus = strrchr(operand, '+');
	bool frame = strstr(operand, "(FP)");
	return frame ? atol(plus ? plus + 1 : "0") + RETURN_ADDRESS : atol(operand);
}

// A register that wants a REX prefix of its own: R8 to R15, X8 to X15; or one that an address is counted from.
static bool is_high(const char *operand)
{
	const char *base = strchr(operand, '(');
	const char *reg = base ? base + 1 : operand;
	return (*reg == 'R' || *reg == 'X') && atoi(reg + 1) >= 8;
}

// What comes behind the byte that names the registers.
static uint64_t memory(const char *operand)
{
	long n = displacement(operand);
	bool stack = strstr(operand, "(FP)") || strstr(operand, "(SP)");
	return (uint64_t)(stack + (n == 0 ? 0 : n >= -128 && n <= 127 ? 1 : 4));
}

static uint64_t length_of_line(const char *line)
{
	struct parts p;
	if (!split(line, &p))
		return 0;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		const struct form *f = &forms[i];
		if (strcmp(f->op, p.op) != 0)
			continue;
		const char *in_memory = strchr(p.from, '(') ? p.from : strchr(p.to, '(') ? p.to : NULL;
		bool vector = *p.from == 'X' || *p.to == 'X';
		uint64_t opcode = vector && f->wide ? 3 : f->opcode; // MOVQ to a vector register has another
		bool rex = is_high(p.from) || is_high(p.to) || (f->wide && !vector);
		return rex + opcode + 1 + (in_memory ? memory(in_memory) : 0);
	}
	return 0;
}

uint64_t length_of_front(const char *text)
{
	uint64_t n = 0;
	for (const char *line = text; line && *line; line = strchr(line, '\n')) {
		line += *line == '\n';
		n += length_of_line(line);
	}
	return n;
}

// A store of the register of C's result.
static const struct {
	const char *op, *from;
	uint8_t n, bytes[4];
} stores[] = {
	{"MOVQ", "AX", 3, {0x48, 0x89, 0x44}},        {"MOVL", "AX", 2, {0x89, 0x44}},
	{"MOVW", "AX", 3, {0x66, 0x89, 0x44}},        {"MOVB", "AX", 2, {0x88, 0x44}},
	{"MOVSS", "X0", 4, {0xf3, 0x0f, 0x11, 0x44}}, {"MOVSD", "X0", 4, {0xf2, 0x0f, 0x11, 0x44}},
};

void length_of_return(const char *text, struct surroundings *s)
{
	static const uint8_t ret = 0xc3, sib = 0x24 /* the stack pointer */;
	struct parts p, last;
	const char *second = strchr(text, '\n');
	if (!split(text, &p))
		return;
	if (strcmp(p.op, "RET") == 0) {
		s->ret[s->nret++] = ret;
		return;
	}
	long at = displacement(p.to);
	if (!second || !split(second + 1, &last) || strcmp(last.op, "RET") != 0 || !strstr(p.to, "(FP)") || at > INT8_MAX)
		return;
	for (size_t i = 0; i < sizeof stores / sizeof *stores; i++) {
		if (strcmp(p.op, stores[i].op) != 0 || strcmp(p.from, stores[i].from) != 0)
			continue;
		memcpy(s->ret, stores[i].bytes, stores[i].n);
		s->nret = stores[i].n;
		s->ret[s->nret++] = sib;
		s->ret[s->nret++] = (uint8_t)at;
		s->ret[s->nret++] = ret;
	}
}
