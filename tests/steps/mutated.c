// mutated.c - what compilers made of csmith's functions, with one instruction changed: left out, doubled, swapped with
// its neighbour, in another's place, or with some of its bits changed. It is the image that is changed, so that one
// program serves for many. What compilers say of their code (DWARF) is left out: it is not theirs any more.
#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EACH = 400 /* of a program */, NOP = (int)0xd503201f, WORD = 4 };

// What is known of one, to name it.
struct change {
	uint64_t at;
	uint32_t was, is;
};

static uint32_t word_at(const uint8_t *p)
{
	uint32_t word;
	memcpy(&word, p, sizeof word);
	return word;
}

static void set_word(uint8_t *p, uint32_t word)
{
	memcpy(p, &word, sizeof word);
}

static void change(struct session *s, uint8_t *code, size_t words, struct change *c, uint64_t base)
{
	size_t i = draw(s, words - 1);
	uint8_t *p = code + i * WORD, *other = code + draw(s, words) * WORD;
	const uint32_t was = word_at(p);
	switch (draw(s, 6)) {
	case 0: set_word(p, NOP); break;
	case 1: set_word(p, word_at(p + WORD)); break;
	case 2: set_word(p, word_at(p + WORD)); set_word(p + WORD, was); break;
	case 3: set_word(p, word_at(other)); break;
	case 4: set_word(p, was ^ UINT32_C(1) << draw(s, 32)); break;
	default: // a register, or an immediate number, by one
		set_word(p, was + (UINT32_C(1) << (uint32_t[]){0, 5, 10, 15, 16}[draw(s, 5)]) * (draw(s, 2) ? 1 : UINT32_MAX));
	}
	*c = (struct change){base + i * WORD, was, word_at(p)};
}

// The function that holds the changed instruction.
static bool one_change(struct session *s, const struct subject *linked, const struct symbol *f, const char *how, uint8_t *bytes)
{
	struct subject changed = *linked;
	struct change c;
	char name[128];
	memcpy(bytes, linked->img.bytes, linked->img.size);
	change(s, bytes + (f->addr - linked->img.base), f->size / WORD, &c, f->addr);
	changed.img.bytes = bytes;
	snprintf(name, sizeof name, "%s, %08x for %08x at %llx", how, c.is, c.was, (unsigned long long)c.at);
	return session_single(s, &changed, f, name);
}

static size_t list_functions(const struct image *img, const struct symbol **out, size_t most)
{
	size_t n = 0;
	for (size_t i = 0; i < img->symbols.n && n < most; i++) {
		const struct symbol *f = &img->symbols.v[i];
		if (f->function && f->size >= 2 * WORD && f->addr >= img->base && f->addr + f->size <= img->text_end)
			out[n++] = f;
	}
	return n;
}

static bool one_program(struct session *s, const char *path, size_t program, size_t n)
{
	static const char *const functions[] = {"func_1"};
	const struct way *way = &ways[program % ways_n];
	const char *flags[] = {way->flags[0], "-w", "-I/usr/include/csmith", NULL};
	const struct symbol *of[SUBJECT_MOST];
	struct subject sub;
	char how[64];
	setenv("CC", way->cc, 1);
	snprintf(how, sizeof how, "%s %s of %llu", way->cc, way->flags[0], (unsigned long long)s->rng);
	bool ok = true, linked = subject_link(&sub, path, flags, functions, 1, s->dir) == SUBJECT_PROVEN;
	s->tally.programs++;
	s->tally.broken += !linked;
	if (!linked)
		session_tell(&sub, how, "broken");
	size_t all = linked ? list_functions(&sub.img, of, SUBJECT_MOST) : 0;
	uint8_t *bytes = arena_alloc(sub.arena, sub.img.size + 1);
	sub.img.dwarf = NULL;
	sub.img.units.n = sub.img.definitions.n = 0;
	for (size_t i = 0; all && ok && i < n; i++)
		ok = one_change(s, &sub, of[draw(s, all)], how, bytes);
	subject_free(&sub);
	return ok;
}

bool mutated_functions(struct session *s, size_t n)
{
	const uint64_t seed = s->rng;
	char path[300];
	snprintf(path, sizeof path, "%s/source.c", s->dir);
	bool ok = true;
	for (size_t i = 0; s->tally.functions < n && ok; i++) {
		const size_t left = n - s->tally.functions;
		s->rng = seed + i;
		if (csmith_write(s, i, path))
			ok = one_program(s, path, i, left < EACH ? left : EACH);
	}
	return ok;
}
