/*
 * edit_test: pack/link/edit.h by way of reduce_objects, over objects of assembly: what goes
 * through the global offset table, what is cut to a trap, and what is left out with it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "arch/arch.h"
#include "base/files.h"
#include "base/objfile.h"
#include "base/rustname.h"
#include "cimage.h"
#include "link/reduce.h"
#include "told.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define FUNCTION(name, code) " .section .text." name ",\"ax\"\n .globl " name "\n .type " name ", @function\n" name ":\n" code " .size " name ", .-" name "\n"
#define LOCAL(name, code) " .section .text." name ",\"ax\"\n .type " name ", @function\n" name ":\n" code " .size " name ", .-" name "\n"
// A constant with a pointer to another one.
#define WORDS " .section .data.rel.ro.words,\"aw\"\n .type words, @object\nwords: .quad text\n .size words, 8\n" \
	" .section .rodata.text,\"a\"\n .type text, @object\ntext: .byte 65\n .size text, 1\n"
#define G FUNCTION("g", " ret\n")
#define DIE FUNCTION("die", " lea words(%rip), %rax\n jmp *fmt@GOTPCREL(%rip)\n") FUNCTION("fmt", " jmp fmt\n")
#define PANIC "_ZN4core9panicking5panic17h0123456789abcdefE"
#define PANIC_V0 "_RNvNtCsgEmfK2I1SDS_4core9panicking5panic"

enum { MAX = 3 };

static const struct row {
	const char *name, *source, *traps[MAX];
	const char *has, *hasnt; // words: symbols that are defined, and that are not
	const char *undefined;   // the same, each ended by a blank
	size_t got;              // relocations of the global offset table
	size_t panics;
	const char *told;
	const char *func;        // what Go calls, if it is not f
} rows[] = {
	{"what is defined", FUNCTION("f", " call *g@GOTPCREL(%rip)\n mov g@GOTPCREL(%rip), %rax\n jmp *g@GOTPCREL(%rip)\n") G, {0},
	 "f g", "", "", 0, 0, "", NULL},
	{"local functions", FUNCTION("f", " call *g@GOTPCREL(%rip)\n ret\n") LOCAL("g", " ret\n"), {0}, "f g", "", "", 0, 0, "", NULL},
	{"not what is not", FUNCTION("f", " call *gone@GOTPCREL(%rip)\n mov gone@GOTPCREL(%rip), %rax\n ret\n") G, {0}, "f", "g", "gone ",
	 2, 0, "", NULL},
	{"not a number", FUNCTION("f", " mov number@GOTPCREL(%rip), %rax\n ret\n") " .globl number\n number = 5\n", {0}, "f", "", "", 1, 0, "", NULL},
	{"not what chooses at run time", FUNCTION("f", " call *g@GOTPCREL(%rip)\n ret\n") " .section .text.g,\"ax\"\n .globl g\n"
	 " .type g, @gnu_indirect_function\ng: ret\n .size g, 1\n", {0}, "f g", "", "", 1, 0, "", NULL},
	{"not cmov, cmp and push", FUNCTION("f", " cmovz g@GOTPCREL(%rip), %rax\n cmp g@GOTPCREL(%rip), %rax\n push g@GOTPCREL(%rip)\n ret\n")
	 G, {0}, "f g", "", "", 3, 0, "", NULL},
	// vpcompressd [rip], zmm0 ends like a mov; so does the number of a movabs, with a jump in front
	{"not what looks like it", FUNCTION("f", " .byte 0x62, 0xf2, 0x7d, 0x48, 0x8b, 0x05\n .reloc ., R_X86_64_GOTPCREL, g-4\n .long 0\n"
	 " .byte 0x49, 0xbb, 0x90, 0xff, 0x15\n .reloc ., R_X86_64_GOTPCREL, g-4\n .long 0\n .byte 0\n ret\n") G, {0}, "f g", "", "", 2, 0, "", NULL},
	{"not behind what is no instruction", FUNCTION("f", " .byte 0x06\n call *g@GOTPCREL(%rip)\n ret\n") G, {0}, "f g", "", "", 1, 0, "", NULL},
	{"of the second function of a section", FUNCTION("f", " jmp h\n .byte 0x06\n .type h, @function\nh: jmp *g@GOTPCREL(%rip)\n .size h, .-h\n")
	 G, {0}, "f g h", "", "", 0, 0, "", NULL},
	// traps
	{"by its name", FUNCTION("f", " test %edi, %edi\n jz 1f\n ret\n1: call die\n") DIE WORDS, {"die"}, "f die", "fmt words text", "", 0, 0, "", NULL},
	{"none", FUNCTION("f", " test %edi, %edi\n jz 1f\n ret\n1: call die\n") DIE WORDS, {0}, "f die fmt words text", "", "", 0, 0, "", NULL},
	{"by a pattern", FUNCTION("f", " jmp *die@GOTPCREL(%rip)\n") DIE WORDS, {"d*e"}, "f die", "fmt words text", "", 0, 0, "", NULL},
	{"what is not defined", FUNCTION("f", " push %rax\n call gone@PLT\n"), {"gone"}, "f gone", "", "", 0, 0, "", NULL},
	{"a local one, by its section", FUNCTION("f", " call .text.die\n") LOCAL("die", " lea words(%rip), %rax\n hlt\n") WORDS, {"die", NULL},
	 "f die", "words text", "", 0, 0, "", NULL},
	{"behind another in its section", FUNCTION("f", " call die\n") " .section .text.two,\"ax\"\n .globl two\n .type two, @function\ntwo: ret\n"
	 " .size two, 1\n .globl die\n .type die, @function\ndie: jmp die\n .size die, .-die\n", {"die"}, "f die", "two", "", 0, 0, "", NULL},
	{"not another of its section", FUNCTION("f", " lea words(%rip), %rax\n call .text.two\n call .text.two+1\n") " .section .text.two,\"ax\"\n"
	 " .type two, @function\ntwo: ret\n .size two, 1\n .type die, @function\ndie: jmp die\n .size die, .-die\n" WORDS, {"die", NULL},
	 "f two die words", "", "", 0, 0, "", NULL},
	{"Rust's panics", FUNCTION("f", " test %edi, %edi\n jz 1f\n call " PANIC "\n1: call " PANIC_V0 "\n") FUNCTION(PANIC, " jmp g\n")
	 FUNCTION(PANIC_V0, " jmp g\n") G, {0}, "f " PANIC " " PANIC_V0, "g", "", 0, 2, "", NULL},
	{"Rust's path", FUNCTION("f", " jmp _RNvNtCsgEmfK2I1SDS_4core3fmt5write\n") FUNCTION("_RNvNtCsgEmfK2I1SDS_4core3fmt5write", " jmp g\n") G,
	 {"core::fmt::*"}, "f _RNvNtCsgEmfK2I1SDS_4core3fmt5write", "g", "", 0, 0, "", NULL},
	{"not what Go calls", FUNCTION(PANIC, " jmp " PANIC_V0 "\n") FUNCTION(PANIC_V0, " jmp g\n") G, {0}, PANIC " " PANIC_V0, "g", "", 0, 1, "",
	 PANIC},
	{"the same path in another crate", FUNCTION("f", " jmp _ZN5other9panicking5panic17h0123456789abcdefE\n")
	 FUNCTION("_ZN5other9panicking5panic17h0123456789abcdefE", " jmp g\n") G, {0}, "f g", "", "", 0, 0, "", NULL},
	{"the same name in C++", FUNCTION("f", " jmp _ZN4core9panicking5panicEv\n") FUNCTION("_ZN4core9panicking5panicEv", " jmp g\n") G, {0},
	 "f g", "", "", 0, 0, "", NULL},
	{"no such function", FUNCTION("f", " ret\n"), {"gone", "core::*"}, "f", "", "", 0, 0,
	 "p.go:1:1: error: //nearcall:trap: there is no function gone\n|p.go:2:1: error: //nearcall:trap: there is no function core::*\n", NULL},
	{"what Go calls", FUNCTION("f", " ret\n"), {"*"}, "f", "", "", 0, 0,
	 "p.go:1:1: error: //nearcall:trap *: f is what the Go function F calls\n", NULL},
	// what is on the way to one
	{"by a jump", FUNCTION("f", " test %edi, %edi\n jz 1f\n ret\n1: lea words(%rip), %rsi\n jmp 3f\n2: ret\n3: mov %rsp, %rdi\n call die\n")
	 DIE WORDS, {"die"}, "f die", "words text fmt", "", 0, 0, "", NULL},
	{"by both of two ways", FUNCTION("f", " lea words(%rip), %rsi\n mov %rsi, 8(%rsp)\n test %edi, %edi\n jz 1f\n call die\n1: ud2\n") DIE WORDS,
	 {"die"}, "f die", "words text fmt", "", 0, 0, "", NULL},
	{"taken from the table", FUNCTION("f", " mov words@GOTPCREL(%rip), %rsi\n call die\n") DIE WORDS, {"die"}, "f die", "words text fmt", "", 0, 0, "", NULL},
	{"of code", FUNCTION("f", " lea g(%rip), %rsi\n call die\n") DIE WORDS G, {"die"}, "f die", "g words text fmt", "", 0, 0, "", NULL},
	{"not by one of two ways", FUNCTION("f", " lea words(%rip), %rax\n test %edi, %edi\n jz 1f\n call die\n1: ret\n") DIE WORDS, {"die", NULL},
	 "f die words text", "fmt", "", 0, 0, "", NULL},
	{"not with a call in between", FUNCTION("f", " lea words(%rip), %rdi\n call g\n call die\n") DIE WORDS G, {"die"}, "f die g words text",
	 "fmt", "", 0, 0, "", NULL},
	{"not with a store that can be seen", FUNCTION("f", " lea words(%rip), %rax\n mov %rax, (%rdi)\n call die\n") DIE WORDS, {"die", NULL},
	 "f die words text", "fmt", "", 0, 0, "", NULL},
	{"not with a load through it", FUNCTION("f", " lea words(%rip), %rax\n mov (%rax), %rdi\n call die\n") DIE WORDS, {"die", NULL},
	 "f die words text", "fmt", "", 0, 0, "", NULL},
	{"not a loop", FUNCTION("f", " lea words(%rip), %rax\n1: dec %edi\n jnz 1b\n call die\n") DIE WORDS, {"die"}, "f die words text", "fmt",
	 "", 0, 0, "", NULL},
	{"not by an indirect jump", FUNCTION("f", " lea words(%rip), %rax\n jmp *%rdi\n call die\n") DIE WORDS, {"die"}, "f die words text", "fmt",
	 "", 0, 0, "", NULL},
	{"not at the function's end", FUNCTION("f", " test %edi, %edi\n jz 1f\n call die\n1: lea words(%rip), %rax\n nop\n") DIE WORDS, {"die", NULL},
	 "f die words text", "fmt", "", 0, 0, "", NULL},
};

// The same for arm64, of what is done by pairs of instructions there.
#define WORDS64 " .section .data.rel.ro.words,\"aw\"\n .balign 8\n .type words, @object\nwords: .quad text\n .size words, 8\n" \
	" .section .rodata.text,\"a\"\n .type text, @object\ntext: .byte 65\n .size text, 1\n"
#define G64 FUNCTION("g", " ret\n")
#define ADDRESS(reg, name) " adrp " reg ", " name "\n add " reg ", " reg ", :lo12:" name "\n"
#define FROM_TABLE(reg, name) " adrp " reg ", :got:" name "\n ldr " reg ", [" reg ", :got_lo12:" name "]\n"
#define DIE64 FUNCTION("die", ADDRESS("x0", "words") " b fmt\n") FUNCTION("fmt", " b fmt\n")

static const struct row arm64_rows[] = {
	{"what is defined", FUNCTION("f", FROM_TABLE("x0", "g") FROM_TABLE("x9", "g") " br x9\n") G64, {0}, "f g", "", "", 0, 0, "", NULL},
	{"not what is not", FUNCTION("f", FROM_TABLE("x0", "gone") " ret\n") G64, {0}, "f", "g", "gone ", 2, 0, "", NULL},
	{"not a load of its half", FUNCTION("f", " adrp x0, g\n ldr w0, [x0]\n .reloc .-4, R_AARCH64_LD64_GOT_LO12_NC, g\n ret\n") G64, {0},
	 "f g", "", "", 1, 0, "", NULL},
	{"by its name", FUNCTION("f", " cbz w0, 1f\n ret\n1: bl die\n") DIE64 WORDS64, {"die"}, "f die", "fmt words text", "", 0, 0, "", NULL},
	{"none", FUNCTION("f", " cbz w0, 1f\n ret\n1: bl die\n") DIE64 WORDS64, {0}, "f die fmt words text", "", "", 0, 0, "", NULL},
	{"a tail call", FUNCTION("f", " b die\n") DIE64 WORDS64, {"die"}, "f die", "fmt words text", "", 0, 0, "", NULL},
	{"its address, out of the table", FUNCTION("f", FROM_TABLE("x9", "die") " br x9\n") DIE64 WORDS64, {"die"}, "f die", "fmt words text", "",
	 0, 0, "", NULL},
	{"its address, a local one's by its section", FUNCTION("f", ADDRESS("x9", ".text.die") " br x9\n")
	 LOCAL("die", ADDRESS("x0", "words") " b die\n") WORDS64, {"die"}, "f die", "words text", "", 0, 0, "", NULL},
	{"a local one, by its section", FUNCTION("f", " bl .text.die\n") LOCAL("die", ADDRESS("x0", "words") " b die\n") WORDS64, {"die"},
	 "f die", "words text", "", 0, 0, "", NULL},
	{"by a jump", FUNCTION("f", " cbz w0, 1f\n ret\n1:" ADDRESS("x1", "words") " b 3f\n2: ret\n3: mov x0, sp\n bl die\n") DIE64 WORDS64,
	 {"die"}, "f die", "words text fmt", "", 0, 0, "", NULL},
	{"the page in front of the fork", FUNCTION("f", " adrp x1, words\n cbz w0, 1f\n ret\n1: add x1, x1, :lo12:words\n bl die\n") DIE64
	 WORDS64, {"die"}, "f die words text", "fmt", "", 0, 0, "", NULL},
	{"taken from the table", FUNCTION("f", FROM_TABLE("x1", "words") " bl die\n") DIE64 WORDS64, {"die"}, "f die", "words text fmt", "",
	 0, 0, "", NULL},
	{"not with a load through it", FUNCTION("f", " adrp x1, words\n ldr x1, [x1, :lo12:words]\n bl die\n") DIE64 WORDS64, {"die"},
	 "f die words text", "fmt", "", 0, 0, "", NULL},
	{"not by one of two ways", FUNCTION("f", ADDRESS("x1", "words") " cbz w0, 1f\n bl die\n1: ret\n") DIE64 WORDS64, {"die"},
	 "f die words text", "fmt", "", 0, 0, "", NULL},
	{"a test of one bit", FUNCTION("f", " tbz w0, #3, 1f\n" ADDRESS("x1", "words") " bl die\n1: ret\n") DIE64 WORDS64, {"die"}, "f die",
	 "words text fmt", "", 0, 0, "", NULL},
};

// How objects are made for an architecture.
struct machine {
	const struct arch *arch;
	const char *cc, *flags, *ld;
};

static const struct machine machines[] = {
	{&arch_amd64, "gcc", "-Wa,-mrelax-relocations=no", "ld"},
	{&arch_amd64, "gcc", "-Wa,-mrelax-relocations=yes", "ld"},
	{&arch_arm64, "aarch64-linux-gnu-gcc", "", "aarch64-linux-gnu-ld"},
};

struct seen {
	struct arena *arena;
	const char *defined, *undefined;
};

static bool see(void *ctx, const struct elfsym *s)
{
	struct seen *v = ctx;
	if (!*s->name || strcmp(s->name, "_GLOBAL_OFFSET_TABLE_") == 0)
		return true;
	if (s->sym.st_shndx == SHN_UNDEF)
		v->undefined = arena_printf(v->arena, "%s%s ", v->undefined, s->name);
	else
		v->defined = arena_printf(v->arena, "%s%s ", v->defined, s->name);
	return true;
}

// A function that has moved stands whole in its new section.
static bool is_whole(void *ctx, const struct elfsym *s)
{
	GElf_Shdr sh;
	if (GELF_ST_TYPE(s->sym.st_info) == STT_FUNC && s->sym.st_shndx != SHN_UNDEF) {
		assert_non_null(gelf_getshdr(elf_getscn(ctx, s->sym.st_shndx), &sh));
		assert_true(s->sym.st_value + s->sym.st_size <= sh.sh_size);
	}
	return true;
}

static size_t count_got(struct arena *a, const struct arch *arch, const char *path)
{
	struct objfile f;
	const char *why;
	size_t n = 0;
	assert_true(objfile_open(a, path, &f, &why));
	objfile_symbols(f.elf, is_whole, f.elf);
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(f.elf, scn));) {
		GElf_Shdr sh;
		GElf_Rela r;
		gelf_getshdr(scn, &sh);
		for (int i = 0; sh.sh_type == SHT_RELA && gelf_getrela(elf_getdata(scn, NULL), i, &r); i++)
			n += arch->reloc_kind(GELF_R_TYPE(r.r_info)) == RELOC_GOT;
	}
	objfile_close(&f);
	return n;
}

static void check_words(const struct row *r, struct arena *a, const char *list, const char *words, bool want)
{
	char *copy = arena_strdup(a, words);
	for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
		if (!strstr(list, arena_printf(a, " %s ", word)) == want)
			fail_msg("%s: %s is %sin the object:%s", r->name, word, want ? "not " : "", list);
}

static void check_told(const struct row *row, struct diags *d)
{
	const char *text = told(d);
	if (!*row->told && *text)
		fail_msg("%s: %s", row->name, text);
	char *copy = arena_strdup(d->arena, row->told);
	for (char *part = strtok(copy, "|"); part; part = strtok(NULL, "|"))
		if (!strstr(text, part))
			fail_msg("%s: %s\nwant %s", row->name, text, part);
}

static void check_row(const struct row *row, const struct machine *m)
{
	struct arena *a = arena_new();
	struct diags diags = {.arena = a};
	char *dir = arena_strdup(a, "/tmp/nearcall-edit-XXXXXX");
	assert_non_null(mkdtemp(dir));
	struct build b = {.arena = a, .diags = &diags, .tmp = dir, .csrc = "csrc", .arch = m->arch};
	struct gopkg pkg = {.dir = dir};
	struct objects objs = {0};
	struct reduced out = {0};
	struct toolchain t = {.ld = m->ld};
	argv_add(a, &t.cc, m->cc);
	write_text(dir, "x.s", row->source);
	shell(dir, arena_printf(a, "%s %s -c x.s", m->cc, m->flags));
	VEC_PUSH(a, &objs.paths, arena_printf(a, "%s/x.o", dir));
	VEC_PUSH(a, &pkg.funcs, (struct gofunc){.name = "F", .c_name = row->func ? row->func : "f", .pos = {"p.go", 9, 6}});
	for (size_t i = 0; i < MAX && row->traps[i]; i++)
		VEC_PUSH(a, &pkg.traps, (struct input){.path = row->traps[i], .pos = {"p.go", (int)i + 1, 1}});
	assert_true(reduce_objects(&b, &t, &pkg, &objs, &out));
	check_told(row, &diags);
	struct seen v = {a, " ", ""};
	objfile_input_symbols(a, out.path, see, &v);
	check_words(row, a, v.defined, row->has, true);
	check_words(row, a, v.defined, row->hasnt, false);
	assert_string_equal(v.undefined, row->undefined);
	size_t got = count_got(a, m->arch, out.path);
	if (got != row->got || out.panics.n != row->panics)
		fail_msg("%s: %zu uses of the table, want %zu; %zu panics, want %zu", row->name, got, row->got, out.panics.n, row->panics);
	folder_remove(dir);
	arena_free(a);
}

// Both with the marks that let a linker relax a use, and without.
static void test_amd64(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		check_row(&rows[i], &machines[0]);
		check_row(&rows[i], &machines[1]);
	}
}

static void test_arm64(void **state)
{
	(void)state;
	if (system("command -v aarch64-linux-gnu-gcc >/dev/null") != 0) {
		print_message("skipped: there is no aarch64-linux-gnu-gcc\n");
		skip();
	}
	for (size_t i = 0; i < COUNT(arm64_rows); i++)
		check_row(&arm64_rows[i], &machines[2]);
}

static void test_names(void **state)
{
	static const struct {
		const char *symbol, *name;
	} names[] = {
		{PANIC, "core::panicking::panic"},
		{PANIC_V0, "core::panicking::panic"},
		{"_ZN6blake321compress_subtree_wide17hff85d8bf0ef14209E.llvm.7844707924198593005", "blake3::compress_subtree_wide"},
		{"_ZN4core5slice29_$LT$impl$u20$$u5b$T$u5d$$GT$15copy_from_slice17len_mismatch_fail17h0123456789abcdefE",
	         "core::slice::<impl [T]>::copy_from_slice::len_mismatch_fail"},
		{"_RINvNtCsgEmfK2I1SDS_4core9panicking13assert_failedjjEB4_", "core::panicking::assert_failed::<usize, usize>"},
		{"_RNvCsfLfy6EI15iL_7___rustc17rust_begin_unwind", "__rustc::rust_begin_unwind"},
		{"_ZN4core9panicking5panicEv", NULL}, {"_Z1fi", NULL}, {"memcpy", NULL}, {"_R", NULL}, {"_ZN", NULL}, {"", NULL},
	};
	struct arena *a = arena_new();
	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		const char *name = rust_name(a, names[i].symbol);
		if (!name || !names[i].name)
			assert_ptr_equal(name, names[i].name);
		else
			assert_string_equal(name, names[i].name);
		assert_true(symbol_is(a, names[i].symbol, names[i].symbol));
		assert_int_equal(symbol_is(a, names[i].symbol, "core::panicking::panic"), i < 2);
	}
	arena_free(a);
}

static void test_patterns(void **state)
{
	static const struct {
		const char *pattern, *name;
		bool fits;
	} patterns[] = {
		{"", "", true}, {"", "a", false}, {"a", "", false}, {"*", "", true}, {"*", "a::b", true}, {"a", "a", true},
		{"a", "ab", false}, {"b", "ab", false}, {"a*", "a", true}, {"a*", "abc", true}, {"*c", "abc", true}, {"*c", "abcd", false},
		{"a*c", "abcbc", true}, {"a*b*c", "abc", true}, {"a*b*c", "acb", false}, {"*ab", "aab", true}, {"*aab*", "aaab", true},
		{"**", "x", true}, {"core::*_fail", "core::slice::index::slice_index_fail", true}, {"core::*_fail", "core::x_failed", false},
		{"a**b", "ab", true}, {"*a", "", false},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(patterns); i++)
		if (name_matches(patterns[i].pattern, patterns[i].name) != patterns[i].fits)
			fail_msg("%s and %s", patterns[i].pattern, patterns[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_amd64), cmocka_unit_test(test_arm64), cmocka_unit_test(test_names), cmocka_unit_test(test_patterns),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
