#include "goasm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const registers[] = {"AX", "CX", "DX", "BX", "SP", "BP", "SI", "DI",
                                        "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15"};

struct reader {
	struct goasm *g;
	struct arena *arena;
	struct goasm_text *text;
	int64_t sum;   // what Go has added up
	bool body;     // behind PCALIGN
	int64_t frame; // that the prologue makes
};

static void broken(struct reader *r, const char *what, const char *line)
{
	if (!r->g->broken)
		r->g->broken = arena_printf(r->arena, "%s: %s", what, line);
}

// put adds an instruction: the change of the depth shows behind it.
static void put(struct reader *r, const void *bytes, size_t n, int64_t change)
{
	if (!r->body)
		broken(r, "code in front of the body", r->text->name);
	for (size_t i = 0; i < n; i++) {
		VEC_PUSH(r->arena, &r->text->bytes, ((const uint8_t *)bytes)[i]);
		VEC_PUSH(r->arena, &r->text->depth, r->sum);
	}
	r->sum += change;
}

static int read_register(const char *s)
{
	for (int i = 0; i < 16; i++)
		if (strcmp(registers[i], s) == 0)
			return i;
	return -1;
}

static void push_or_pop(struct reader *r, const char *operand, bool push)
{
	int reg = read_register(operand);
	uint8_t bytes[2] = {0x41, (uint8_t)((push ? 0x50 : 0x58) + (reg & 7))};
	if (reg < 0)
		broken(r, "no register", operand);
	put(r, bytes + (reg < 8), (size_t)(1 + (reg >= 8)), push ? 8 : -8);
}

// As in span6 of cmd/internal/obj/x86/asm6.go.
static void adjust(struct reader *r, int64_t n)
{
	bool add = n == 0x80 || (n < 0 && n != -0x80);
	int64_t value = add ? -n : n;
	uint8_t bytes[7] = {0x48, value == (int8_t)value ? 0x83 : 0x81, add ? 0xc4 : 0xec};
	for (int i = 0; i < 4; i++)
		bytes[3 + i] = (uint8_t)(value >> 8 * i);
	if (value != (int32_t)value)
		broken(r, "no 32-bit number", r->text->name);
	if (n != 0) // nothing is made of $0
		put(r, bytes, bytes[1] == 0x83 ? 4 : 7, n);
}

static bool read_symbol(struct reader *r, const char *s, struct goasm_ref *ref)
{
	static const char dot[] = "\302\267";
	const char *end = strstr(s, "<>");
	char *rest;
	if (strncmp(s, dot, 2) != 0 || !end)
		return false;
	ref->name = arena_strndup(r->arena, s + 2, (size_t)(end - s - 2));
	ref->offset = 0;
	rest = (char *)end + 2;
	if (*rest == '+' || *rest == '-')
		ref->offset = strtoll(rest, &rest, 10);
	return strcmp(rest, "(SB)") == 0;
}

static void refer(struct reader *r, const char *opcode, size_t n, char op, const char *operand)
{
	struct goasm_ref ref = {.at = r->text->bytes.n + n, .op = op};
	uint8_t bytes[7] = {0};
	memcpy(bytes, opcode, n);
	if (!read_symbol(r, operand, &ref))
		broken(r, "no symbol", operand);
	else if (op == 'J' && ref.offset)
		broken(r, "cmd/asm has no jump into a symbol", operand);
	put(r, bytes, n + 4, 0);
	VEC_PUSH(r->arena, &r->text->refs, ref);
}

static void load_address(struct reader *r, char *operands)
{
	char *comma = strstr(operands, ", ");
	int reg = comma ? read_register(comma + 2) : -1;
	if (reg < 0) {
		broken(r, "no register", operands);
		return;
	}
	char opcode[3] = {(char)(0x48 | (reg >= 8 ? 4 : 0)), (char)0x8d, (char)(5 | (reg & 7) << 3)};
	*comma = '\0';
	refer(r, opcode, 3, 'L', operands);
}

static size_t data_size(const char *op)
{
	static const char *const names[] = {"BYTE", "WORD", "LONG", "QUAD"};
	for (size_t i = 0; i < 4; i++)
		if (strcmp(names[i], op) == 0)
			return (size_t)1 << i;
	return 0;
}

// macro_size is n of a macro "Bn(0X...)", whose number it makes the operands.
static size_t macro_size(const char *op, char **operands)
{
	static const char *const defined[] = {"B3(0X", "B5(0X", "B6(0X", "B7(0X"};
	for (size_t i = 0; i < 4; i++) {
		if (strncmp(op, defined[i], 5) != 0)
			continue;
		*operands = (char *)op + 3;
		size_t n = (size_t)(op[1] - '0');
		return strlen(op) == 5 + 2 * n + 1 && op[strlen(op) - 1] == ')' ? n : 0;
	}
	return 0;
}

static void start_text(struct reader *r, char *line)
{
	struct goasm_ref name = {0};
	char *comma = strchr(line, ',');
	if (comma)
		*comma = '\0';
	if (!comma || !read_symbol(r, line, &name) || name.offset) {
		broken(r, "no TEXT", line);
		return;
	}
	for (size_t i = 0; i < r->g->texts.n; i++)
		if (strcmp(r->g->texts.v[i].name, name.name) == 0)
			broken(r, "two symbols of one name", line);
	bool nosplit = strcmp(comma + 1, " NOSPLIT|NOFRAME, $0-0") == 0;
	if (!nosplit && strcmp(comma + 1, " 0, $128-0") != 0)
		broken(r, "flags", comma + 1);
	VEC_PUSH(r->arena, &r->g->texts, (struct goasm_text){.name = name.name, .nosplit = nosplit});
	r->text = &r->g->texts.v[r->g->texts.n - 1];
	r->body = false;
	r->sum = nosplit ? 0 : 128 + 8; // the frame, and the frame pointer that Go saves in it
}

static void start_body(struct reader *r, uint64_t align)
{
	if (r->body || r->sum)
		broken(r, "the body does not start at depth 0", r->text->name);
	if (align < 8 || align > 2048 || (align & (align - 1)))
		broken(r, "cmd/asm does not take this PCALIGN", r->text->name);
	r->body = true;
	r->text->align = align;
	r->text->entry = r->text->nosplit ? 0 : align;
}

static void read_instruction(struct reader *r, char *op, char *operands)
{
	size_t size = macro_size(op, &operands);
	size = size ? size : data_size(op);
	if (!r->text) {
		broken(r, "code outside of a TEXT", op);
	} else if (size) {
		uint64_t value = strtoull(operands + (*operands == '$'), NULL, 16);
		put(r, &value, size, 0);
	} else if (strcmp(op, "PUSHQ") == 0 || strcmp(op, "POPQ") == 0) {
		push_or_pop(r, operands, *op == 'P' && op[1] == 'U');
	} else if (strcmp(op, "ADJSP") == 0 && !r->body) {
		r->sum += strtoll(operands + 1, NULL, 10);
	} else if (strcmp(op, "ADJSP") == 0) {
		adjust(r, strtoll(operands + 1, NULL, 10));
	} else if (strcmp(op, "CALL") == 0) {
		refer(r, "\xe8", 1, 'C', operands);
	} else if (strcmp(op, "JMP") == 0) {
		refer(r, "\xe9", 1, 'J', operands);
	} else if (strcmp(op, "LEAQ") == 0) {
		load_address(r, operands);
	} else if (strcmp(op, "PCALIGN") == 0) {
		start_body(r, strtoull(operands + 1, NULL, 10));
	} else if (strcmp(op, "NO_LOCAL_POINTERS") != 0) {
		broken(r, "no instruction", op);
	}
}

static void read_line(struct reader *r, char *line)
{
	if (strncmp(line, "#define B", 9) == 0) // the macros: tests/links has cmd/asm read them
		return;
	char *comment = strncmp(line, "#line ", 6) == 0 ? line : strstr(line, "//"), *save = NULL;
	if (strlen(line) != strcspn(line, "\r\f\v"))
		broken(r, "a control character", line);
	if (comment)
		*comment = '\0';
	if (strncmp(line, "TEXT ", 5) == 0) {
		start_text(r, line + 5);
		return;
	}
	if (*line && *line != '\t')
		broken(r, "a line that starts anew", line);
	for (char *s = strtok_r(line, ";", &save); s; s = strtok_r(NULL, ";", &save)) {
		s += strspn(s, "\t ");
		char *end = s + strlen(s);
		while (end > s && end[-1] == ' ')
			*--end = '\0';
		char *operands = s + strcspn(s, " ");
		if (*operands)
			*operands++ = '\0';
		if (*s)
			read_instruction(r, s, operands + strspn(operands, " "));
	}
}

static void resolve(struct reader *r, struct goasm_ref *ref)
{
	ref->text = -1;
	for (size_t i = 0; i < r->g->texts.n; i++)
		if (strcmp(r->g->texts.v[i].name, ref->name) == 0)
			ref->text = (int)i;
	if (ref->text < 0)
		broken(r, "no such symbol", ref->name);
	else if (ref->op == 'J' && !r->g->texts.v[ref->text].nosplit)
		broken(r, "a jump to a prologue", ref->name);
}

void goasm_read(struct arena *a, const char *assembly, struct goasm *g)
{
	struct reader r = {.g = g, .arena = a};
	*g = (struct goasm){.arena = a};
	for (char *rest = arena_strdup(a, assembly); rest;)
		read_line(&r, strsep(&rest, "\n"));
	for (size_t i = 0; i < g->texts.n; i++)
		for (size_t k = 0; k < g->texts.v[i].refs.n; k++)
			resolve(&r, &g->texts.v[i].refs.v[k]);
}

const struct goasm_ref *goasm_ref(const struct goasm_text *t, size_t at)
{
	for (size_t i = 0; i < t->refs.n; i++)
		if (t->refs.v[i].at == at)
			return &t->refs.v[i];
	return NULL;
}
