/*
 * same_test: place/same.h says yes of the same C compiled twice, also where all addresses differ, and no as soon as
 * anything in it that can be run or read is another: each bit of it is turned, and each thing that is known of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "cimage.h"
#include "place/place.h"
#include "place/same.h"
#include "prove/prove.h"
#include "told.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

// A loop, calls, constants that are read and pointed to, and nothing that place_same leaves alone.
static const char source[] =
	"static const double scale[8] = {1.5, 2.5, 3.5, 4.5, 5, 6, 7, 8};\n"
	"__attribute__((noinline)) static double deep(double x) { return x * 3.25 + 1.75; }\n"
	"__attribute__((noinline)) static double look(unsigned i) { return deep(scale[i & 7]); }\n"
	"double f(unsigned i, unsigned n, double x)\n"
	"{\n\tfor (unsigned k = 0; k < n; k++)\n\t\tx += k & 3 ? look(i + k) : deep(x) * 0.125;\n\treturn x;\n}\n";

// The same behind another function, so that everything is at another place.
static const char elsewhere[] = "const double more[3] = {9, 10, 11};\ndouble g(unsigned i) { return more[i % 3] * 77.5; }\n";

struct compiled {
	struct cimage *c;
	struct variant v;
	uint8_t *bytes;
	uint64_t entry;
};

static struct compiled compile(const char *front, const char *text)
{
	struct compiled out = {0};
	struct arena *a = arena_new();
	out.c = cimage_new("gcc -O2 -g -fPIC -w -fcf-protection=none -ffunction-sections -fdata-sections", "x.c", arena_printf(a, "%s%s", front, text));
	arena_free(a);
	a = out.c->arena;
	struct gopkg pkg = {.dir = "pkg"};
	const struct symbol *entry = NULL;
	out.v.image = out.c->img;
	struct image *img = &out.v.image;
	out.bytes = arena_alloc(a, img->size);
	memcpy(out.bytes, img->bytes, img->size);
	img->bytes = out.bytes;
	for (size_t i = 0; i < img->symbols.n; i++)
		if (strcmp(img->symbols.v[i].name, "f") == 0)
			entry = &img->symbols.v[i];
	assert_non_null(entry);
	out.entry = entry->addr;
	prove_entries(&out.c->b, &pkg, img, &entry, 1, &out.v.proof);
	prove_entry(&out.c->b, &pkg, img, entry, &out.v.proof);
	if (diag_status(&out.c->diags) != EXIT_DONE)
		fail_msg("%s", told(&out.c->diags));
	place_image(a, img, &out.v.proof, "", &out.v.placement);
	assert_null(out.v.placement.opaque);
	return out;
}

static bool same(const struct compiled *x, const struct compiled *y)
{
	struct arena *a = arena_new();
	bool yes = place_same(a, &x->v, x->entry, &y->v, y->entry), back = place_same(a, &y->v, y->entry, &x->v, x->entry);
	arena_free(a);
	assert_int_equal(yes, back);
	return yes;
}

static void test_yes(void **state)
{
	(void)state;
	struct compiled x = compile("", source), y = compile("", source), z = compile(elsewhere, source);
	assert_true(same(&x, &x));
	assert_true(same(&x, &y));
	assert_int_not_equal(x.entry, z.entry);
	assert_true(same(&x, &z));
	cimage_free(x.c);
	cimage_free(y.c);
	cimage_free(z.c);
}

// Other C: in the function, in what it calls, in what that calls, and in what that reads.
static void test_other_source(void **state)
{
	static const struct {
		const char *from, *to;
	} rows[] = {
		{"k & 3", "k & 7"}, {"k++", "k += 2"}, {"i & 7", "i & 3"}, {"x * 3.25", "x * 3.5"}, {"4.5, 5", "4.5, 7"},
		{"0.125", "0.25"}, {"x += k", "x -= k"}, {"deep(scale", "-deep(scale"}, {"scale[8]", "scale[9]"},
		{"look(i + k)", "look(i - k)"}, {"deep(x) * ", "look(n) * "}, {"double deep(double x) { return", "double deep(double x) { return -"},
	};
	(void)state;
	struct compiled x = compile("", source);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena *a = arena_new();
		const char *at = strstr(source, rows[i].from);
		assert_non_null(at);
		struct compiled y = compile("", arena_printf(a, "%.*s%s%s", (int)(at - source), source, rows[i].to, at + strlen(rows[i].from)));
		if (same(&x, &y))
			fail_msg("the same with %s for %s", rows[i].to, rows[i].from);
		cimage_free(y.c);
		arena_free(a);
	}
	cimage_free(x.c);
}

// Each bit of each instruction that may run, but for the operands that lead elsewhere: these are followed.
static size_t turn_code(const struct compiled *x, struct compiled *y)
{
	size_t turned = 0;
	for (size_t p = 0; p < y->v.placement.pieces.n; p++)
		for (size_t i = 0; i < y->v.placement.pieces.v[p].ops.n; i++) {
			const struct op *op = &y->v.placement.pieces.v[p].ops.v[i];
			for (size_t bit = 0; op->live && bit < 8u * op->length; bit++) {
				size_t byte = bit / 8;
				if (op->ref.width && byte >= op->ref.field && byte < (size_t)(op->ref.field + op->ref.width))
					continue;
				uint8_t *at = y->bytes + (op->addr - y->v.image.base) + byte;
				*at ^= (uint8_t)(1 << bit % 8);
				if (same(x, y))
					fail_msg("the same with bit %zu of 0x%llx turned", bit, (unsigned long long)op->addr);
				*at ^= (uint8_t)(1 << bit % 8);
				turned++;
			}
		}
	return turned;
}

// Each bit of the constants that some instruction refers to.
static size_t turn_constants(const struct compiled *x, struct compiled *y)
{
	size_t turned = 0;
	const struct placement *placed = &y->v.placement;
	for (size_t k = 0; k < placed->constants.n; k++)
		for (uint64_t addr = placed->constants.v[k].start; addr < placed->constants.v[k].end; addr++)
			for (int bit = 0; bit < 8; bit++, turned++) {
				y->bytes[addr - y->v.image.base] ^= (uint8_t)(1 << bit);
				if (same(x, y))
					fail_msg("the same with bit %d of the constant at 0x%llx turned", bit, (unsigned long long)addr);
				y->bytes[addr - y->v.image.base] ^= (uint8_t)(1 << bit);
			}
	return turned;
}

static void test_each_bit(void **state)
{
	(void)state;
	struct compiled x = compile("", source), y = compile("", source);
	assert_true(turn_code(&x, &y) > 500);
	assert_true(turn_constants(&x, &y) >= 8 * (8 + 3) * sizeof(double));
	assert_true(same(&x, &y));
	cimage_free(x.c);
	cimage_free(y.c);
}

// What is known of an op, falsified; false if this op has nothing of the kind.
enum falsehood { KIND, LENGTH, LIVE, ADDRESS, FIELD, WIDTH, LEADS, LEADS_FAR, OTHER_CONSTANT, FALSEHOODS };

static bool falsify(const struct placement *placed, struct op *op, enum falsehood what)
{
	switch (what) {
	case KIND:
		op->kind = op->kind == OP_BYTES ? OP_JUMP : OP_BYTES;
		return true;
	case LENGTH:
		op->length++;
		return true;
	case LIVE:
		op->live = false;
		return true;
	case ADDRESS:
		op->addr++;
		return true;
	case FIELD:
		op->ref.field++;
		return true;
	case WIDTH:
		op->ref.width++;
		return true;
	case LEADS:
		op->ref.to++;
		return op->ref.width;
	case LEADS_FAR: // to as far into another function
		for (size_t i = 0; i < placed->pieces.n && op->ref.width && op->ref.constant == NOTHING; i++) {
			const struct piece *to = &placed->pieces.v[place_piece(placed, op->ref.to)], *other = &placed->pieces.v[i];
			if (other == to || op->ref.to - to->start >= other->end - other->start)
				continue;
			op->ref.to = other->start + (op->ref.to - to->start);
			return true;
		}
		return false;
	case OTHER_CONSTANT:
		for (size_t i = 0; i < placed->constants.n && op->ref.width && op->ref.constant != NOTHING; i++)
			if ((int)i != op->ref.constant) {
				op->ref.to += placed->constants.v[i].start - placed->constants.v[op->ref.constant].start;
				op->ref.constant = (int)i;
				return true;
			}
		return false;
	default:
		return false;
	}
}

static void test_each_fact(void **state)
{
	size_t tried[FALSEHOODS] = {0};
	(void)state;
	struct compiled x = compile("", source), y = compile("", source);
	for (size_t p = 0; p < y.v.placement.pieces.n; p++)
		for (size_t i = 0; i < y.v.placement.pieces.v[p].ops.n; i++)
			for (enum falsehood what = 0; what < FALSEHOODS; what++) {
				struct op *op = &y.v.placement.pieces.v[p].ops.v[i], was = *op;
				if (op->live && falsify(&y.v.placement, op, what)) {
					tried[what]++;
					if (same(&x, &y))
						fail_msg("the same with fact %d of 0x%llx falsified", what, (unsigned long long)was.addr);
				}
				*op = was;
			}
	for (enum falsehood what = 0; what < FALSEHOODS; what++)
		if (!tried[what])
			fail_msg("fact %d was never falsified", what);
	assert_true(same(&x, &y));
	cimage_free(x.c);
	cimage_free(y.c);
}

// What constants are: their alignment, their size, whether they are relocated, are tables or have a place in the data.
static void test_constants(void **state)
{
	(void)state;
	struct compiled x = compile("", source), y = compile("", source);
	struct placement *placed = &y.v.placement;
	for (size_t k = 0; k < placed->constants.n; k++) {
		struct constant *c = &placed->constants.v[k], was = *c;
		c->align *= 2;
		assert_false(same(&x, &y));
		*c = was;
		c->end--;
		assert_false(same(&x, &y));
		*c = was;
		c->datum = 0;
		assert_false(same(&x, &y));
		*c = was;
		VEC_PUSH(y.c->arena, &y.v.proof.flow.tables, ((struct flow_table){.addr = c->start, .n = 1}));
		assert_false(same(&x, &y));
		y.v.proof.flow.tables.n--;
		struct image old = y.v.image;
		memset(&y.v.image.relocs, 0, sizeof y.v.image.relocs);
		VEC_PUSH(y.c->arena, &y.v.image.relocs, ((struct reloc){.addr = c->start, .symbol = ""}));
		assert_false(same(&x, &y));
		y.v.image = old;
	}
	assert_true(same(&x, &y));
	placed->opaque = "whole";
	assert_false(same(&x, &y));
	cimage_free(x.c);
	cimage_free(y.c);
}

// Traces name functions: another name is another function. A piece with one op more is another one.
static void test_pieces(void **state)
{
	(void)state;
	struct compiled x = compile("", source), y = compile("", source);
	for (size_t p = 0; p < y.v.placement.pieces.n; p++) {
		struct piece *piece = &y.v.placement.pieces.v[p], was = *piece;
		piece->name = "another";
		assert_false(same(&x, &y));
		*piece = was;
		piece->ops.n--;
		assert_false(same(&x, &y));
		*piece = was;
	}
	assert_true(same(&x, &y));
	cimage_free(x.c);
	cimage_free(y.c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_yes),       cmocka_unit_test(test_other_source), cmocka_unit_test(test_each_bit),
		cmocka_unit_test(test_each_fact), cmocka_unit_test(test_constants),    cmocka_unit_test(test_pieces),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
