/*
 * relay_test: functions of arm64 with frames that Go can read, from assembly; what cannot be
 * relaid; and that an instruction that was written anew wrongly is noticed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "arch/arch.h"
#include "arch/arm64/relay.h"
#include "arch/arm64/relayparts.h"
#include "base/buf.h"
#include "cimage.h"
#include "link/dwarfpos.h"
#include "prove/prove.h"
#include "relay_cases.h"
#include "told.h"
#include "trampolines/arm64/disasm.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char head[] = ".text\n.p2align 4\n.globl f\n.type f,%function\nf:\n";
static const char command[] = "clang --target=aarch64-linux-gnu -g";

static bool prove(struct cimage *c, struct proof *out)
{
	static const struct gopkg pkg = {.dir = "pkg"};
	const struct symbol *entry = image_symbol(&c->img, "f");
	*out = (struct proof){0};
	prove_entries(&c->b, &pkg, &c->img, &entry, 1, out);
	if (diag_status(&c->diags) != EXIT_DONE)
		print_error("%s", told(&c->diags));
	return diag_status(&c->diags) == EXIT_DONE;
}

static struct cimage *image_of(const char *body)
{
	char source[4000];
	const char *end = strstr(body, ".size f,") ? "" : "\n.size f, . - f\n";
	snprintf(source, sizeof source, "%s%s%s", head, body, end);
	return cimage_for(&arch_arm64, "aarch64-linux-gnu-ld", command, "x.s", source);
}

// What the relaid code is, an instruction a line; words that are not run as "-".
static const char *listing(struct cimage *c)
{
	struct buf out = {.arena = c->arena};
	for (uint64_t at = c->img.base; at < c->img.text_end; at += ARM64_BYTES) {
		const char *text;
		const uint8_t *p = c->img.bytes + (at - c->img.base);
		arm64_disassemble(c->arena, p, ARM64_BYTES, at, &text);
		buf_printf(&out, "%s\n", a64_read(p) == A64_TRAP ? "-" : text);
	}
	return out.p ? out.p : "";
}

static bool wrong(const struct relay_case *t)
{
	struct cimage *c = image_of(t->code);
	struct proof proof;
	bool ok = prove(c, &proof);
	if (ok)
		arm64_relay(c->arena, &c->img, &proof);
	const char *got = !ok ? "refused" : c->img.opaque ? c->img.opaque : listing(c);
	ok = strcmp(got, t->want) == 0;
	if (!ok)
		print_error("%s:\n%s\nwant:\n%s\n", t->name, got, t->want);
	else if (!c->img.opaque && !prove(c, &proof)) // with the rule for such frames
		ok = false;
	cimage_free(c);
	return !ok;
}

static void test_cases(void **state)
{
	size_t bad = 0;
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		bad += wrong(&cases[i]);
	assert_int_equal(bad, 0);
}

// Symbols, relocations, constants and the places that DWARF knows go with the code.
static void test_moved(void **state)
{
	struct cimage *c = image_of("stp x29, x30, [sp, #-16]!\nmov x29, sp\nbl g\nadrp x0, k\nldr x0, [x0, :lo12:k]\n"
	                            "ldp x29, x30, [sp], #16\nret\n.size f, . - f\n.type g,%function\ng: ret\n.size g, . - g\n"
	                            ".section .rodata\n.p2align 3\n.type k,%object\nk: .xword 42\n.size k, 8\n");
	const struct symbol *g = image_symbol(&c->img, "g"), *k = image_symbol(&c->img, "k");
	uint64_t g_before = g->addr, k_before = k->addr, base = c->img.base;
	int g_line = image_pos(c->arena, &c->img, g_before).line;
	struct proof proof;
	(void)state;
	assert_true(g_line > 10 && prove(c, &proof));
	arm64_relay(c->arena, &c->img, &proof);
	assert_null(c->img.opaque);
	assert_true(g->addr > g_before && k->addr > k_before && k->addr % 8 == 0);
	assert_int_equal(image_origin(&c->img, g->addr), g_before);
	assert_int_equal(image_origin(&c->img, base), base);
	assert_int_equal(image_origin(&c->img, base + 4), base); // an opening is of its instruction
	assert_int_equal(c->img.bytes[k->addr - base], 42);
	assert_int_equal(image_pos(c->arena, &c->img, g->addr).line, g_line); // further down than it was
	for (size_t i = 0; i < c->img.relocs.n; i++) {
		const struct reloc *r = &c->img.relocs.v[i];
		enum reloc_kind kind = arch_arm64.reloc_kind(r->type);
		struct insn in;
		assert_true(arch_arm64.decode(c->img.bytes + (r->addr - base), 4, r->addr, &in));
		assert_int_equal(r->value, kind == RELOC_NEAR ? g->addr : k->addr);
		assert_true(kind != RELOC_NEAR || in.target == g->addr);
		assert_true(kind != RELOC_PAGE || in.refers == k->addr - (k_before & 4095));
	}
	cimage_free(c);
}

// Each bit of an instruction that is written anew: the comparison notices, or the word does the same.
static void test_noticed(void **state)
{
	static const uint32_t words[] = {
		0xa9417bfd, // ldp x29, x30, [sp, #16]
		0xf9400fe1, // ldr x1, [sp, #24]
		0x910083e0, // add x0, sp, #32
		0x3dc00fe0, // ldr q0, [sp, #48]
		0xb81f8fe2, // str w2, [sp, #-8]!
		0x8b2163e0, // add x0, sp, x1
	};
	(void)state;
	for (size_t i = 0; i < COUNT(words); i++) {
		struct insn want, got;
		uint8_t bytes[ARM64_BYTES];
		a64_write(bytes, words[i]);
		assert_true(arch_arm64.decode(bytes, sizeof bytes, 0x1000, &want));
		for (int bit = 0; bit < 32; bit++) {
			a64_write(bytes, words[i] ^ 1u << bit);
			bool hint = words[i] == 0xa9417bfd && bit == 24, uxtx_or_sxtx = words[i] == 0x8b2163e0 && bit == 15;
			if (hint || uxtx_or_sxtx)
				continue; // these do the same
			bool same = arch_arm64.decode(bytes, sizeof bytes, 0x1000, &got) && relay_means_same(&want, &got);
			if (same)
				print_error("%08x, bit %d\n", words[i], bit);
			assert_false(same);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases), cmocka_unit_test(test_moved),
	                                   cmocka_unit_test(test_noticed)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
