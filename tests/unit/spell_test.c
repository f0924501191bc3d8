/*
 * spell_test: instructions in Go's words, read by Go's assembler, are the bytes
 * that the GNU assembler has made; and mistakes in them are found.
 */
#define _GNU_SOURCE // memmem

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/files.h"
#include "base/run.h"
#include "cimage.h"
#include "emit/spelled.h"
#include "spell_cases.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define X "\302\267x<>"

enum { MOST = 16 /* bytes */, OFFSET = 24 };

struct code {
	uint8_t bytes[MOST];
	size_t n;
};

struct bench {
	struct arena *arena;
	const struct emitter *e;
	char *dir;
};

static int open_bench(void **state)
{
	struct bench *b = calloc(1, sizeof *b);
	b->arena = arena_new();
	b->e = emitter_of("amd64");
	b->dir = arena_strdup(b->arena, "/tmp/nearcall-spell-XXXXXX");
	*state = b;
	return mkdtemp(b->dir) ? 0 : -1;
}

static int close_bench(void **state)
{
	struct bench *b = *state;
	folder_remove(b->dir);
	arena_free(b->arena);
	free(b);
	return 0;
}

// gas assembles each instruction by itself; between any two stands a mark.
static struct code *gas(struct bench *b, const char *const *list, size_t n)
{
	static const char mark[] = "nearcall";
	struct buf text = {.arena = b->arena};
	for (size_t i = 0; i < n; i++)
		buf_printf(&text, "%s\n.ascii \"%s\"\n", list[i], mark);
	write_text(b->dir, "x.s", text.p);
	shell(b->dir, "as -o x.o x.s && objcopy -O binary -j .text x.o x.bin");
	struct file_text bin;
	struct diags d = {.arena = b->arena};
	assert_true(file_read(&d, arena_printf(b->arena, "%s/x.bin", b->dir), &bin));
	struct code *out = arena_alloc(b->arena, n * sizeof *out);
	const char *at = bin.text;
	for (size_t i = 0; i < n; i++) {
		const char *end = memmem(at, (size_t)(bin.text + bin.len - at), mark, sizeof mark - 1);
		assert_non_null(end);
		out[i].n = (size_t)(end - at);
		memcpy(out[i].bytes, at, out[i].n);
		at = end + sizeof mark - 1;
	}
	return out;
}

// goasm is what Go's assembler makes of words for one instruction each.
static struct assembled *goasm(struct bench *b, const struct spelling *words, size_t n)
{
	struct buf text = {.arena = b->arena};
	struct argv v = {0};
	for (size_t i = 0; i < n; i++)
		buf_printf(&text, "TEXT \302\267l%zu(SB), 516, $0-0\n\t%s%s %s\n", i, words[i].prefix ? "LOCK; " : "", words[i].op,
		           words[i].operands);
	write_text(b->dir, "x.s", text.p);
	argv_words(b->arena, &v, "go tool asm -p x -S -e -o x.o x.s");
	struct run_result r = run(b->arena, &v, NULL, b->dir);
	if (r.status != 0)
		fail_msg("%s", r.err);
	struct assembled *out = arena_alloc(b->arena, n * sizeof *out);
	spelled_listing(r.out, out, n);
	return out;
}

static struct spelling *spell_all(struct bench *b, const char *const *list, const struct code *code, size_t n,
                                  const char *place)
{
	struct spelling *words = arena_alloc(b->arena, n * sizeof *words);
	for (size_t i = 0; i < n; i++)
		if (!b->e->spell(b->arena, code[i].bytes, code[i].n, place, &words[i]))
			fail_msg("no words for %s", list[i]);
	return words;
}

static void test_same_bytes(void **state)
{
	struct bench *b = *state;
	size_t n = COUNT(spell_cases), wrong = 0;
	struct code *code = gas(b, spell_cases, n);
	const struct spelling *words = spell_all(b, spell_cases, code, n, X "+24(SB)");
	const struct assembled *got = goasm(b, words, n);
	for (size_t i = 0; i < n; i++) {
		if (spelled_same(&got[i], code[i].bytes, code[i].n, OFFSET))
			continue;
		fprintf(stderr, "%s: other bytes from %s %s\n", spell_cases[i], words[i].op, words[i].operands);
		wrong++;
	}
	printf("%zu instructions\n", n);
	assert_int_equal(wrong, 0);
}

static void test_no_words(void **state)
{
	struct bench *b = *state;
	struct spelling s;
	struct code *code = gas(b, no_words, COUNT(no_words));
	for (size_t i = 0; i < COUNT(no_words); i++)
		assert_false(b->e->spell(b->arena, code[i].bytes, code[i].n, X "(SB)", &s));
}

static void test_other_bytes(void **state)
{
	struct bench *b = *state;
	size_t n = COUNT(other_bytes);
	struct code *code = gas(b, other_bytes, n);
	const struct assembled *got = goasm(b, spell_all(b, other_bytes, code, n, X "+24(SB)"), n);
	for (size_t i = 0; i < n; i++)
		assert_false(spelled_same(&got[i], code[i].bytes, code[i].n, OFFSET));
}

// Every bit of an instruction counts, but for the distance; and so does the place.
static void test_planted(void **state)
{
	struct bench *b = *state;
	size_t n = COUNT(spell_cases);
	struct code *code = gas(b, spell_cases, n);
	const struct assembled *got = goasm(b, spell_all(b, spell_cases, code, n, X "+24(SB)"), n);
	for (size_t i = 0; i < n; i++) {
		struct code c = code[i];
		for (size_t bit = 0; bit < 8 * c.n; bit++) {
			bool distance = bit / 8 >= got[i].field && bit / 8 < got[i].field + 4;
			c.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
			if (spelled_same(&got[i], c.bytes, c.n, OFFSET) != distance)
				fail_msg("%s: bit %zu", spell_cases[i], bit);
			c.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		}
		assert_false(spelled_same(&got[i], c.bytes, c.n, OFFSET + 1));
		assert_false(spelled_same(&got[i], c.bytes, c.n, OFFSET - 8));
		assert_false(spelled_same(&got[i], c.bytes, c.n - 1, OFFSET));
		struct assembled failed = got[i], nowhere = got[i];
		failed.failed = true;
		nowhere.field = 0;
		assert_false(spelled_same(&failed, c.bytes, c.n, OFFSET));
		assert_false(spelled_same(&nowhere, c.bytes, c.n, OFFSET));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_same_bytes, open_bench, close_bench),
		cmocka_unit_test_setup_teardown(test_no_words, open_bench, close_bench),
		cmocka_unit_test_setup_teardown(test_other_bytes, open_bench, close_bench),
		cmocka_unit_test_setup_teardown(test_planted, open_bench, close_bench),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
