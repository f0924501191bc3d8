/*
 * walk64_test: the proof and its second reading on small images of arm64: a link
 * register, pairs, addresses in two parts, and frames that Go's unwinder can read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "arch/arch.h"
#include "check/check.h"
#include "walk64_cases.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static struct proving *proving64(const uint32_t *code, size_t bytes, const struct code_symbol *symbols,
                                 const void *constants, size_t constants_size)
{
	struct proving *p = proving_new((const char *)code, bytes, symbols, constants, constants_size);
	p->img.arch = &arch_arm64;
	p->pkg.cflags.n = 0;
	return p;
}

static void relay(struct proving *p)
{
	VEC_PUSH(p->arena, &p->img.origins, ((struct origin){CODE_BASE, CODE_BASE}));
}

// What the checker says of the proof, whatever the prover has said: "" where it confirms all.
static const char *denial(struct proving *p)
{
	struct diags *d = arena_alloc(p->arena, sizeof *d);
	d->arena = p->arena;
	struct build b = {.arena = p->arena, .diags = d, .arch = p->img.arch};
	const struct symbol *entry = &p->img.symbols.v[0];
	bool ok = check_proof(&b, &p->img, &entry, 1, &p->pkg, &p->proof);
	assert_int_equal(ok, d->list.n == 0);
	return told(d);
}

static bool wrong_bound(struct proving *p, const char *name, uint64_t want)
{
	const struct proven *f = proving_run(p);
	const char *denied = f ? denial(p) : "";
	if (f && f->bound == want && !*denied)
		return false;
	print_error("%s: %lld bytes, want %llu\n%s%s", name, f ? (long long)f->bound : -1, (unsigned long long)want,
	            told(&p->diags), denied);
	return true;
}

static bool wrong_refusal(struct proving *p, const char *name, const char *want)
{
	char text[300];
	snprintf(text, sizeof text, "pkg: error: %s", want);
	bool proven = proving_run(p);
	const char *got = told(&p->diags);
	if (!proven && p->diags.list.n == 1 && strncmp(got, text, strlen(text)) == 0 && strstr(got, "\n\thint: "))
		return false;
	print_error("%s: %s, want %s\n", name, *got ? got : "no complaint\n", text);
	return true;
}

static void test_bounds(void **state)
{
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(bounds64); i++) {
		struct proving *p = proving64(bounds64[i].code, bounds64[i].bytes, bounds64[i].symbols, NULL, 0);
		bad += wrong_bound(p, bounds64[i].name, bounds64[i].bound);
		proving_free(p);
	}
	assert_int_equal(bad, 0);
}

static void test_refused(void **state)
{
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(refused64); i++) {
		struct proving *p = proving64(refused64[i].code, refused64[i].bytes, refused64[i].symbols, NULL, 0);
		bad += wrong_refusal(p, refused64[i].name, refused64[i].told);
		proving_free(p);
	}
	assert_int_equal(bad, 0);
}

// Each frame that is wrong is refused by the prover, and denied by the checker though
// the prover claims it.
static void test_relaid(void **state)
{
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(relaid64); i++) {
		struct proving *p = proving64(relaid64[i].code, relaid64[i].bytes, relaid64[i].symbols, NULL, 0);
		const char *name = relaid64[i].name;
		relay(p);
		if (!relaid64[i].told) {
			bad += wrong_bound(p, name, relaid64[i].bound);
		} else {
			bad += wrong_refusal(p, name, relaid64[i].told);
			const char *denied = denial(p);
			bool right = strstr(denied, relaid64[i].denied);
			if (!right)
				print_error("%s: %s, want %s\n", name, *denied ? denied : "confirmed\n", relaid64[i].denied);
			bad += !right;
		}
		proving_free(p);
	}
	assert_int_equal(bad, 0);
}

static struct proving *parts_image(size_t i)
{
	static const uint64_t starts[] = {CODE_BASE, A, B, M, PARTS_END};
	static const uint8_t constants[PARTS_END - A];
	uint32_t code[PARTS_CODE / 4] = {0};
	memcpy(code, parts64[i].code, parts64[i].bytes);
	struct proving *p = proving64(code, sizeof code, parts64[i].symbols, constants, sizeof constants);
	for (size_t k = 0; k + 1 < COUNT(starts); k++)
		VEC_PUSH(p->arena, &p->img.sections, ((struct input_section){starts[k], starts[k + 1], 8, starts[k] == M ? 8 : 0}));
	for (size_t k = 0; k < COUNT(parts64[i].relocs) && parts64[i].relocs[k].type; k++) {
		uint64_t value = parts64[i].relocs[k].value;
		struct reloc r = {.addr = CODE_BASE + parts64[i].relocs[k].at, .type = parts64[i].relocs[k].type, .symbol = "",
		                  .value = value, .section = image_section(&p->img, value)->start};
		VEC_PUSH(p->arena, &p->img.relocs, r);
	}
	return p;
}

// All pages are the first one, where f is, whose address nobody takes by that.
static bool wrong_parts(struct proving *p, size_t i)
{
	const char *name = parts64[i].name, *told_of = parts64[i].told;
	const struct proven *g = NULL;
	bool bad = told_of ? wrong_refusal(p, name, told_of) : wrong_bound(p, name, 16 * (p->img.symbols.n > 1));
	const char *denied = denial(p);
	if (told_of && !strstr(denied, parts64[i].denied)) {
		print_error("%s: %s, want %s\n", name, *denied ? denied : "confirmed\n", parts64[i].denied);
		bad = true;
	}
	if (p->img.symbols.n > 1)
		g = proof_of(&p->proof, p->img.symbols.v[1].addr);
	if (proof_of(&p->proof, CODE_BASE)->taken || (g && g->taken) != parts64[i].taken) {
		print_error("%s: the wrong addresses are taken\n", name);
		bad = true;
	}
	return bad;
}

static void test_parts(void **state)
{
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(parts64); i++) {
		struct proving *p = parts_image(i);
		bad += wrong_parts(p, i);
		proving_free(p);
	}
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_relaid),
		cmocka_unit_test(test_parts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
