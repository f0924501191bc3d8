/*
 * linkmap_test: pack/link/linkmap.h over one object of assembly: with the map that
 * ld writes, against where the object's symbols are; and with maps by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "cimage.h"
#include "link/linkmap.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define LONG_NAME ".rodata.a_section_with_a_name_that_has_a_line_of_its_own"

// Two sections have one name; of the four wide constants two are the same.
static const char source[] =
	".section .text.f,\"ax\"\n .globl f\n .type f, @function\n"
	"f: movl one(%rip), %eax\n leaq two-4(%rip), %rdi\n movaps wide+16(%rip), %xmm0\n leaq text(%rip), %rsi\n"
	" leaq far(%rip), %rdx\n jmp g\n .size f, .-f\n"
	".section .text.f,\"ax\",@progbits,unique,1\n .globl g\n .type g, @function\n .p2align 5\n"
	"g: movl one+4(%rip), %eax\n ret\n .size g, .-g\n"
	".section .rodata.n,\"a\"\n .p2align 2\n .globl one\none: .long 1, 2\n"
	".section .rodata.n,\"a\",@progbits,unique,2\n .p2align 3\n .globl two\ntwo: .quad 3\n"
	".section .rodata.cst16,\"aM\",@progbits,16\n .p2align 4\n .globl wide\nwide: .quad 1, 1, 2, 2, 1, 1, 3, 3\n"
	".section .rodata.str1.1,\"aMS\",@progbits,1\n .globl text\ntext: .string \"abc\"\n"
	".section " LONG_NAME ",\"a\"\n .p2align 1\n .globl far\nfar: .short 7\n"
	".section .note.GNU-stack,\"\",@progbits\n";

// Where the operands' fields stand in f, and in g.
enum { AT_ONE = 2, AT_TWO = 9, AT_WIDE = 16, AT_TEXT = 23, AT_FAR = 30, AT_G = 35, G_AT_ONE = 2 };

static const struct {
	const char *symbol; // at the start of its section
	uint64_t size, align, entry;
} sections[] = {
	{"f", 39, 1, 0},
	{"g", 7, 32, 0},
	{"one", 8, 4, 0},
	{"two", 8, 8, 0},
	{"wide", 48, 16, 16}, // ld has merged the two that are the same
	{"text", 4, 1, 0},    // strings have no entries of one size
	{"far", 2, 2, 0},
};

static void test_ld(void **state)
{
	static const struct {
		const char *function, *section;
		uint64_t at;
	} relocs[] = {
		{"f", "one", AT_ONE}, {"f", "two", AT_TWO}, {"f", "wide", AT_WIDE}, {"f", "text", AT_TEXT},
		{"f", "far", AT_FAR}, {"f", "g", AT_G},     {"g", "one", G_AT_ONE},
	};
	(void)state;
	struct cimage *c = cimage_new("gcc", "x.s", source);
	assert_int_equal(c->img.sections.n, COUNT(sections));
	for (size_t i = 0; i < COUNT(sections); i++) {
		uint64_t addr = image_symbol(&c->img, sections[i].symbol)->addr;
		const struct input_section *s = image_section(&c->img, addr);
		assert_non_null(s);
		if (s->start != addr || s->end - s->start != sections[i].size || s->align != sections[i].align ||
		    s->entry != sections[i].entry)
			fail_msg("%s: %#llx to %#llx, align %llu, entry %llu", sections[i].symbol, (unsigned long long)(s->start - addr),
			         (unsigned long long)(s->end - addr), (unsigned long long)s->align, (unsigned long long)s->entry);
	}
	for (size_t i = 1; i < c->img.sections.n; i++)
		assert_true(c->img.sections.v[i].start >= c->img.sections.v[i - 1].end);
	for (size_t i = 0; i < COUNT(relocs); i++) {
		const struct reloc *r = image_reloc_at(&c->img, image_symbol(&c->img, relocs[i].function)->addr + relocs[i].at);
		assert_non_null(r);
		if (r->section != image_symbol(&c->img, relocs[i].section)->addr)
			fail_msg("%s + %llu is of %#llx, want %s", relocs[i].function, (unsigned long long)relocs[i].at,
			         (unsigned long long)r->section, relocs[i].section);
	}
	cimage_free(c);
}

#define TEXT " .text.f  0x0000000000010040  0x27 x.o\n"
#define F " 0x0000000000010040                f\n"

static const struct {
	const char *name, *map, *want; // start-end of each section
} maps[] = {
	{"on one line", " .rodata.n  0x0000000000010008   0x8 x.o\n", "10008-10010 "},
	{"on two lines", " " LONG_NAME "\n                0x0000000000010004   0x2 x.o\n", "10004-10006 "},
	{"the second line is missing", " " LONG_NAME "\n x.o\n                0x0000000000010004   0x2 x.o\n", ""},
	{"another name follows", " " LONG_NAME "\n .rodata.n  0x0000000000010008   0x8 x.o\n", "10008-10010 "},
	{"twice the name", " .rodata.n  0x0000000000010008   0x8 x.o\n" F " .rodata.n  0x0000000000010020   0x8 x.o\n",
	 "10008-10010 10020-10028 "},
	{"in the other order", " .rodata.n  0x0000000000010020   0x8 x.o\n .rodata.n  0x0000000000010008   0x8 x.o\n",
	 "10008-10010 10020-10028 "},
	{"as often as in the object", " .rodata.n 0x10020 0x8 x.o\n .rodata.n 0x10008 0x8 x.o\n .rodata.n 0x10010 0x8 x.o\n",
	 "10008-10010 10020-10028 "},
	{"sorted", TEXT " .rodata.str1.1 0x10000 0x4 x.o\n", "10000-10004 10040-10067 "},
	{"merged", " .rodata.cst16  0x0000000000010010  0x30 x.o\n"
		"                                         0x40 (size before relaxing)\n",
	 "10010-10040 "},
	{"merged away", " .rodata.cst16  0x0000000000010010  0x0 x.o\n", ""},
	{"in front of the image", " .rodata.n 0xfff8 0x8 x.o\n", ""},
	{"behind it", " .rodata.n 0x10100 0x8 x.o\n", ""},
	{"not in the object", " .rodata.m 0x10000 0x8 x.o\n", ""},
	{"fill, output sections, other words",
	 "Memory map\n\n.image  0x10000 0x80\n *(.text .text.*)\n *fill* 0x10000 0x8\n .rodata.n\n", ""},
	{"empty", "", ""},
};

static const char *list(struct arena *a, const struct image *img)
{
	const char *s = "";
	for (size_t i = 0; i < img->sections.n; i++)
		s = arena_printf(a, "%s%llx-%llx ", s, (unsigned long long)img->sections.v[i].start,
		                 (unsigned long long)img->sections.v[i].end);
	return s;
}

static void test_maps(void **state)
{
	(void)state;
	struct cimage *c = cimage_new("gcc", "x.s", source);
	struct arena *a = c->arena;
	const char *map = arena_printf(a, "%s/m", c->b.tmp), *object = arena_printf(a, "%s/x.o", c->b.tmp);
	for (size_t i = 0; i < COUNT(maps); i++) {
		struct image img = {.base = 0x10000, .size = 0x100};
		write_text(c->b.tmp, "m", maps[i].map);
		linkmap_read(a, map, object, &img);
		if (strcmp(list(a, &img), maps[i].want) != 0)
			fail_msg("%s: %s, want %s", maps[i].name, list(a, &img), maps[i].want);
	}
	cimage_free(c);
}

// The k-th section of a name is the k-th in the map: which one a relocation
// means follows, also where the address lies in another.
static void test_relocs(void **state)
{
	static const char map[] = TEXT " .text.f 0x10080 0x7 x.o\n .rodata.n 0x10008 0x8 x.o\n .rodata.n 0x10010 0x8 x.o\n";
	static const struct {
		uint64_t addr, value, section;
	} rows[] = {
		{0x10040 + AT_ONE, 0x10008, 0x10008},
		{0x10040 + AT_TWO, 0x1000c, 0x10010},  // two - 4
		{0x10040 + AT_WIDE, 0x10020, 0},       // of a section that the map does not have
		{0x10040 + AT_G, 0x10080, 0x10080},
		{0x10080 + G_AT_ONE, 0x1000c, 0x10008},
		{0x10090, 0x10008, 0},                 // none of the object's
	};
	(void)state;
	struct cimage *c = cimage_new("gcc", "x.s", source);
	struct image img = {.base = 0x10000, .size = 0x100};
	for (size_t i = 0; i < COUNT(rows); i++)
		VEC_PUSH(c->arena, &img.relocs, (struct reloc){.addr = rows[i].addr, .symbol = "", .value = rows[i].value});
	write_text(c->b.tmp, "m", map);
	linkmap_read(c->arena, arena_printf(c->arena, "%s/m", c->b.tmp), arena_printf(c->arena, "%s/x.o", c->b.tmp), &img);
	for (size_t i = 0; i < COUNT(rows); i++)
		if (img.relocs.v[i].section != rows[i].section)
			fail_msg("%#llx: %#llx, want %#llx", (unsigned long long)rows[i].addr,
			         (unsigned long long)img.relocs.v[i].section, (unsigned long long)rows[i].section);
	cimage_free(c);
}

// Without a map, or the object, all stay unknown.
static void test_missing(void **state)
{
	(void)state;
	struct cimage *c = cimage_new("gcc", "x.s", source);
	const char *map = arena_printf(c->arena, "%s/m", c->b.tmp), *none = arena_printf(c->arena, "%s/none", c->b.tmp);
	struct image img = {.base = 0x10000, .size = 0x100};
	VEC_PUSH(c->arena, &img.relocs, (struct reloc){.addr = 0x10040 + AT_ONE, .symbol = "", .value = 0x10008});
	write_text(c->b.tmp, "m", TEXT);
	linkmap_read(c->arena, none, arena_printf(c->arena, "%s/x.o", c->b.tmp), &img);
	linkmap_read(c->arena, map, none, &img);
	linkmap_read(c->arena, map, map, &img); // no object
	assert_int_equal(img.sections.n, 0);
	assert_int_equal(img.relocs.v[0].section, 0);
	cimage_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ld), cmocka_unit_test(test_maps), cmocka_unit_test(test_relocs), cmocka_unit_test(test_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
