#include "emit/spelled.h"

#include "arch/arch.h"
#include "base/buf.h"
#include "base/files.h"
#include "base/run.h"
#include "link/dwarfpos.h"
#include "link/toolchain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELD = 4 /* bytes */, LINES = 2 /* of each instruction in the file */, MAX_ROUNDS = 20 /* the assembler may stop at the first */ };

#define SYMBOL "\302\267x<>"

struct attempt {
	const struct op *op;
	const uint8_t *bytes;
	int64_t offset;
	struct spelling words;
	struct assembled got;
};

struct attempts {
	VEC(struct attempt) v;
};

// The bytes and the relocation of an instruction, as lines
//
//	0x0000 48 8d 05 00 00 00 00                             H......
//	rel 3+4 t=R_PCREL x.x+8
static void read_bytes(const char *line, struct assembled *out)
{
	int used;
	unsigned byte;
	line += strcspn(line, " ");
	while (out->n < sizeof out->bytes && sscanf(line, " %2x%n", &byte, &used) == 1 && used == 3 && line[used] == ' ') {
		out->bytes[out->n++] = (uint8_t)byte;
		line += used;
	}
}

static void read_line(const char *line, struct assembled *out)
{
	size_t field, width;
	char type[32];
	int used = 0;
	if (sscanf(line, " rel %zu+%zu t=%31s x.x%n", &field, &width, type, &used) == 3 && used && width == FIELD) {
		out->failed |= strcmp(type, "R_PCREL") != 0 || out->field;
		out->field = field;
		out->addend = strtoll(line + used + (line[used] == '+'), NULL, 10);
	} else if (strncmp(line, "\t0x", 3) == 0) {
		read_bytes(line, out); // none in the lines that tell of the source: "0x0000 00000 (x.s:2) ..."
	}
}

void spelled_listing(const char *listing, struct assembled *out, size_t n)
{
	struct assembled *at = NULL;
	while (*listing) {
		size_t length = strcspn(listing, "\n");
		char line[256];
		snprintf(line, sizeof line, "%.*s", (int)(length < 255 ? length : 255), listing);
		listing += length + (listing[length] == '\n');
		if (line[0] != '\t' && line[0] != ' ') {
			unsigned long k;
			at = sscanf(line, "x.l%lu STEXT", &k) == 1 && k < n ? &out[k] : NULL;
		} else if (at) {
			read_line(line, at);
		}
	}
}

bool spelled_same(const struct assembled *got, const uint8_t *bytes, size_t n, int64_t offset)
{
	if (got->failed || got->n != n || !got->field || got->field + FIELD > n)
		return false;
	size_t behind = got->field + FIELD;
	return memcmp(got->bytes, bytes, got->field) == 0 && memcmp(got->bytes + behind, bytes + behind, n - behind) == 0 &&
	       got->addend + (int64_t)(n - behind) == offset;
}

static void gather(struct build *b, const struct variant *v, const struct emitter *e, struct attempts *all)
{
	const struct placement *p = &v->placement;
	for (size_t i = 0; i < p->pieces.n; i++)
		for (size_t k = 0; k < p->pieces.v[i].ops.n; k++) {
			const struct op *op = &p->pieces.v[i].ops.v[k];
			if (op->kind != OP_SYMBOL)
				continue;
			const struct constant *c = &p->constants.v[op->ref.constant];
			struct attempt one = {.op = op, .bytes = v->image.bytes + (op->addr - v->image.base)};
			one.offset = (int64_t)(c->place + op->ref.to - c->start);
			const char *place = arena_printf(b->arena, SYMBOL "%+lld(SB)", (long long)one.offset);
			one.got.failed = !e->spell(b->arena, one.bytes, op->length, place, &one.words);
			if (!one.words.address)
				VEC_PUSH(b->arena, &all->v, one);
		}
}

// Each instruction is a function of two lines: errors name the second.
static const char *file_of(struct build *b, const struct attempts *all)
{
	struct buf text = {.arena = b->arena};
	for (size_t i = 0; i < all->v.n; i++) {
		const struct attempt *one = &all->v.v[i];
		const char *prefix = one->words.prefix ? one->words.prefix : "";
		buf_printf(&text, "TEXT \302\267l%zu(SB), 516, $0-0\n", i); // NOSPLIT|NOFRAME
		if (one->got.failed)
			buf_printf(&text, "\n");
		else
			buf_printf(&text, "\t%s%s%s %s\n", prefix, *prefix ? "; " : "", one->words.op, one->words.operands);
	}
	const char *path = arena_printf(b->arena, "%s/spelled.s", b->tmp);
	return file_replace(b->diags, path, text.p, text.len) ? path : NULL;
}

// note_errors marks the instructions that the assembler complains about; false if
// there are none.
static bool note_errors(const char *path, const char *errors, struct attempts *all)
{
	bool any = false;
	const char *name = strrchr(path, '/') + 1;
	for (const char *s = errors; (s = strstr(s, name)); s++) {
		unsigned long line = 0;
		if (sscanf(s + strlen(name), ":%lu", &line) != 1 || line < LINES || line / LINES > all->v.n || line % LINES)
			continue;
		struct assembled *got = &all->v.v[line / LINES - 1].got;
		any |= !got->failed;
		got->failed = true;
	}
	return any;
}

static bool assemble(struct build *b, const struct product *p, struct attempts *all)
{
	const char *path;
	struct run_result r = {0};
	const char *goarch = arena_printf(b->arena, "GOARCH=%s", b->arch->name);
	const char *const env[] = {"GOOS=linux", goarch, "CGO_ENABLED=0", NULL};
	for (int round = 0; round < MAX_ROUNDS && (path = file_of(b, all)); round++) {
		struct argv v = {0};
		argv_words(b->arena, &v, "go tool asm -p x -S -e -o");
		argv_add(b->arena, &v, arena_printf(b->arena, "%s/spelled.o", b->tmp));
		argv_add(b->arena, &v, path);
		r = run_shown(b, &v, env, p->pkg->abs_dir);
		if (!r.found || r.status == 0 || !note_errors(path, r.err, all))
			break;
	}
	if (!r.found || r.status != 0) {
		diag_tool(b->diags, NC_ASSEMBLER,
		          "nearcall runs it to see that Go's words for an instruction make the compiler's bytes",
		          "go tool asm failed")->detail = r.err;
		return false;
	}
	struct assembled *got = arena_alloc(b->arena, all->v.n * sizeof *got);
	spelled_listing(r.out, got, all->v.n);
	for (size_t i = 0; i < all->v.n; i++) {
		got[i].failed |= all->v.v[i].got.failed;
		all->v.v[i].got = got[i];
	}
	return true;
}

static void refuse(struct build *b, const struct variant *v, const struct emitter *e, const struct attempt *one)
{
	const struct symbol *f = image_function_at(&v->image, one->op->addr);
	const char *text;
	e->disassemble(b->arena, one->bytes, one->op->length, one->op->addr - v->image.base, &text);
	diag_refuse(b->diags, NC_NOT_SPELLED, image_pos(b->arena, &v->image, one->op->addr),
	            "take the address of what it uses first, or load it into a variable: then a plain instruction refers "
	            "to it",
	            "%s refers to data by an instruction that Go's assembler does not write like that: %s",
	            f ? f->name : "a function without a name", text);
}

bool spelled_check(struct build *b, const struct product *p, const struct variant *v)
{
	const struct emitter *e = emitter_of(b->arch->name);
	struct attempts all = {{0}};
	bool ok = true;
	gather(b, v, e, &all);
	if (!all.v.n)
		return true;
	if (!assemble(b, p, &all))
		return false;
	for (size_t i = 0; i < all.v.n; i++) {
		const struct attempt *one = &all.v.v[i];
		if (spelled_same(&one->got, one->bytes, one->op->length, one->offset))
			continue;
		refuse(b, v, e, one);
		ok = false;
	}
	return ok;
}
