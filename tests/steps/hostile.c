#include "hostile.h"

#include <stdio.h>
#include <string.h>

enum { MOST_LINES = 64, LINE = 64, MOST_FUNCTIONS = 1000, NEAR = 8 };

// How a frame is opened, and what closes it again.
enum opening { NONE, PAIR_BEFORE, SUB_STORE, SUB_PAIR, STORE_BEFORE, OPENINGS };

struct text {
	uint64_t *rng;
	char line[MOST_LINES][LINE];
	size_t n, number;
	unsigned frame, labels;
	enum opening opening;
	bool framed; // x29 points into the frame
};

static unsigned pick(struct text *t, unsigned n)
{
	*t->rng = *t->rng * 6364136223846793005 + 1442695040888963407;
	return (unsigned)(*t->rng >> 33) % n;
}

#define SAY(t, ...) (snprintf((t)->line[(t)->n < MOST_LINES - 1 ? (t)->n++ : (t)->n], LINE, __VA_ARGS__))

// The name of a label: one that is met again from anywhere, whatever lines are lost or moved.
#define LABEL ".Lodd%zu_%u"

// A register that need not be kept. x0, x2, x4 and x6 point into memory at first.
static unsigned any(struct text *t)
{
	return pick(t, 18);
}

// A place in the frame; seldom one outside of it.
static int place(struct text *t)
{
	static const int odd[] = {-8, -16, -32, 0, 8};
	int most = (int)t->frame / 8;
	if (!most || pick(t, 12) == 0)
		return (pick(t, 2) ? (int)t->frame : 0) + odd[pick(t, 5)];
	return 8 * (int)pick(t, (unsigned)most);
}

static void locals(struct text *t)
{
	if (!t->frame)
		return;
	switch (pick(t, 9)) {
	case 0: SAY(t, "str x%u, [sp, #%d]", any(t), place(t)); break;
	case 1: SAY(t, "ldr x%u, [sp, #%d]", any(t), place(t)); break;
	case 2: SAY(t, "str w%u, [sp, #%d]", any(t), place(t)); break;
	case 3: SAY(t, "add x%u, sp, #%d", 9 + pick(t, 3), 8 * (int)pick(t, t->frame / 8)); break;
	case 4: SAY(t, t->framed ? "ldr x%u, [x29, #%d]" : "ldrb w%u, [sp, #%d]", any(t), place(t) & 255); break;
	case 5: SAY(t, "stp x%u, x%u, [sp, #%d]", any(t), any(t), place(t) & ~7); break;
	case 6: SAY(t, "str q%u, [sp, #%d]", pick(t, 32), place(t) & 0xf0); break;
	case 7: SAY(t, "ldp x%u, x%u, [sp, #%d]", 9 + pick(t, 3), 12 + pick(t, 3), place(t) & ~7); break;
	case 8: // an element of an array; in one line, that a mistake leaves the index in its bounds
		if (t->frame >= 64)
			SAY(t, "and x9, x%u, #8\\n\\tadd x10, sp, #16\\n\\tstr x%u, [x10, x9]", any(t), any(t));
		break;
	}
}

static void arithmetic(struct text *t)
{
	switch (pick(t, 8)) {
	case 0: SAY(t, "add x%u, x%u, #%u", any(t), any(t), pick(t, 4096)); break;
	case 1: SAY(t, "mov x%u, #%u", any(t), pick(t, 65536)); break;
	case 2: SAY(t, "eor x%u, x%u, x%u, lsl #%u", any(t), any(t), any(t), pick(t, 64)); break;
	case 3: SAY(t, "and x%u, x%u, #0xff", any(t), any(t)); break;
	case 4: SAY(t, "subs x%u, x%u, x%u", any(t), any(t), any(t)); break;
	case 5: SAY(t, "csel x%u, x%u, x%u, hi", any(t), any(t), any(t)); break;
	case 6: SAY(t, "ldr x%u, [x%u, #%u]", any(t), 2 * pick(t, 4), 8 * pick(t, 8)); break;
	case 7: SAY(t, "str x%u, [x%u], #%d", 8 + pick(t, 8), 2 * pick(t, 4), 8 * ((int)pick(t, 5) - 2)); break;
	}
}

// The stack pointer moves in the midst of the function, and comes back as a rule.
static void dance(struct text *t)
{
	unsigned by = 16 * (1 + pick(t, 4)), back = pick(t, 10) ? by : by + 16;
	switch (pick(t, 6)) {
	case 0:
		SAY(t, "sub sp, sp, #%u", by);
		SAY(t, "str x%u, [sp, #%u]", any(t), 8 * pick(t, by / 8));
		SAY(t, "add sp, sp, #%u", back);
		break;
	case 1:
		SAY(t, "stp x%u, x%u, [sp, #-%u]!", any(t), any(t), by);
		arithmetic(t);
		SAY(t, "ldp x9, x10, [sp], #%u", back);
		break;
	case 2:
		SAY(t, "str x%u, [sp, #-%u]!", any(t), by);
		SAY(t, "ldr x%u, [sp], #%u", any(t), back);
		break;
	case 3:
		SAY(t, "mov x9, sp");
		SAY(t, "sub sp, x9, #%u", by);
		arithmetic(t);
		SAY(t, "add sp, sp, #%u", back);
		break;
	case 4:
		SAY(t, "mov x17, #%u", by);
		SAY(t, "sub sp, sp, x17");
		SAY(t, "add sp, sp, #%u", back);
		break;
	case 5:
		if (t->framed) {
			SAY(t, "sub sp, sp, #%u", by);
			SAY(t, "mov sp, x29");
		}
		break;
	}
}

static void branch(struct text *t)
{
	unsigned label = t->labels++;
	static const char *const ways[] = {"cbz x%u, " LABEL, "tbnz x%u, #3, " LABEL, "cbnz w%u, " LABEL};
	SAY(t, ways[pick(t, 3)], any(t), t->number, label);
	for (unsigned i = pick(t, 3); i; i--)
		pick(t, 2) ? arithmetic(t) : locals(t);
	if (pick(t, 16) == 0)
		dance(t);
	SAY(t, LABEL ":", t->number, label);
}

// One of the last few: each is proven with all that it calls.
static unsigned callee(struct text *t)
{
	unsigned most = t->number < NEAR ? (unsigned)t->number : NEAR;
	return (unsigned)t->number - 1 - pick(t, most);
}

static void call(struct text *t)
{
	if (t->number && (t->opening != NONE || pick(t, 30) == 0))
		SAY(t, "bl odd%u", callee(t));
}

// What is to be refused, all of it.
static void forbidden(struct text *t)
{
	static const char *const list[] = {
		"mov x18, x0", "mov x28, x1", "str x0, [sp, #-16]", "br x0", "blr x3", "msr fpcr, x0", "svc #0", "mov x19, x0",
		"mov x30, x0", "ret x9", "sub sp, sp, x0", "and sp, x0, #-16", "add x27, x27, #8", "mov sp, x0", "ldr x29, [x0]",
		"stp x0, x1, [sp, #-32]", "fmov d9, x0", "mov x29, x2", "ldr x30, [sp, #8]",
	};
	if ((t->opening == PAIR_BEFORE || t->opening == STORE_BEFORE) && pick(t, 8) == 0)
		SAY(t, "str x0, [sp, x1]"); // its first element is the saved register
	else
		SAY(t, "%s", list[pick(t, sizeof list / sizeof *list)]);
}

static void open_frame(struct text *t)
{
	t->opening = pick(t, OPENINGS);
	t->frame = t->opening == NONE ? 0 : 16 * (2 + pick(t, 8));
	switch (t->opening) {
	case PAIR_BEFORE: SAY(t, "stp x29, x30, [sp, #-%u]!", t->frame); break;
	case SUB_STORE: SAY(t, "sub sp, sp, #%u", t->frame); SAY(t, "str x30, [sp, #%u]", t->frame - 8); break;
	case SUB_PAIR: SAY(t, "sub sp, sp, #%u", t->frame); SAY(t, "stp x29, x30, [sp, #%u]", t->frame - 16); break;
	case STORE_BEFORE: SAY(t, "str x30, [sp, #-%u]!", t->frame); break;
	default: break;
	}
	t->framed = (t->opening == PAIR_BEFORE || t->opening == SUB_PAIR) && pick(t, 2);
	if (t->framed)
		SAY(t, "mov x29, sp");
}

static void close_frame(struct text *t)
{
	switch (t->opening) {
	case PAIR_BEFORE: SAY(t, "ldp x29, x30, [sp], #%u", t->frame); break;
	case SUB_STORE: SAY(t, "ldr x30, [sp, #%u]", t->frame - 8); SAY(t, "add sp, sp, #%u", t->frame); break;
	case SUB_PAIR: SAY(t, "ldp x29, x30, [sp, #%u]", t->frame - 16); SAY(t, "add sp, sp, #%u", t->frame); break;
	case STORE_BEFORE: SAY(t, "ldr x30, [sp], #%u", t->frame); break;
	default: break;
	}
	if (t->number && pick(t, 8) == 0)
		SAY(t, "b odd%u", callee(t));
	else
		SAY(t, "ret");
}

// A line is lost, doubled, or in another's place.
static void mistake(struct text *t)
{
	size_t at = pick(t, (unsigned)t->n), other = pick(t, (unsigned)t->n);
	if (t->line[at][0] == '.' || t->line[other][0] == '.')
		return; // labels
	char kept[LINE];
	memcpy(kept, t->line[at], LINE);
	switch (pick(t, 3)) {
	case 0: snprintf(t->line[at], LINE, "nop"); break;
	case 1: memmove(t->line[at], t->line[other], LINE); break;
	case 2:
		memmove(t->line[at], t->line[other], LINE);
		memcpy(t->line[other], kept, LINE);
		break;
	}
}

static void write_function(FILE *out, uint64_t *rng, size_t number, const char *name)
{
	static void (*const parts[])(struct text *) = {locals, locals, locals, arithmetic, arithmetic, branch, call, dance};
	struct text t = {.rng = rng, .number = number};
	open_frame(&t);
	for (unsigned i = pick(&t, 8); i; i--)
		parts[pick(&t, sizeof parts / sizeof *parts)](&t);
	if (pick(&t, 8) == 0)
		forbidden(&t);
	close_frame(&t);
	if (pick(&t, 3) == 0)
		mistake(&t);
	fprintf(out, "__asm__(\".text\\n.balign 16\\n.globl %s\\n.hidden %s\\n.type %s, %%function\\n%s:\\n\"\n", name, name, name, name);
	for (size_t i = 0; i < t.n; i++)
		fprintf(out, "\t\"\\t%s\\n\"\n", t.line[i]);
	fprintf(out, "\t\".size %s, . - %s\\n\");\n", name, name);
}

bool hostile_write(const char *path, uint64_t *rng, size_t n, const char **names)
{
	static char all[MOST_FUNCTIONS][24];
	FILE *out = fopen(path, "w");
	if (!out)
		return false;
	for (size_t i = 0; i < n && i < MOST_FUNCTIONS; i++) {
		snprintf(all[i], sizeof *all, "odd%zu", i);
		names[i] = all[i];
		write_function(out, rng, i, all[i]);
	}
	return fclose(out) == 0;
}
