/*
 * objfile_test: pack/objfile.h over real objects, made here with gcc, clang
 * and ar; truncated at every length, and with bits of their headers flipped.
 *
 * The seed of the flips is printed; set OBJFILE_SEED to repeat a run.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/objfile.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static char dir[] = "/tmp/nearcall-objfile-XXXXXX";

static char *at(const char *name)
{
	static char path[200];
	snprintf(path, sizeof path, "%s/%s", dir, name);
	return path;
}

static int make_objects(void **state)
{
	static const char *const commands[] = {
		"printf 'int v = 3; static int h(int x) { return x * v; } int f(int x) { return h(x) + 1; }' >f.c",
		"printf 'int g(int x) { return x + 2; }' >g.c",
		"printf 'int main(void) { return 0; }' >m.c",
		"printf 'no object, and longer than an ELF header: the quick brown fox jumps over the lazy dog' >text.o",
		": >empty.o",
		"gcc -O1 -c f.c -o f.o && gcc -O1 -c g.c -o g.o",
		"gcc -O1 -g -c f.c -o debug.o",
		"clang -O1 -c f.c -o clang.o",
		"clang --target=aarch64-linux-gnu -c f.c -o arm64.o",
		"clang -m32 -c f.c -o i386.o",
		"clang -mx32 -c f.c -o x32.o",
		"gcc m.c -o program && gcc -shared -fPIC g.c -o shared.so",
		"ar rc two.a f.o g.o && ar rcT thin.a f.o g.o",
		"ar rcS noindex.a f.o g.o",
		"ar rc mixed.a f.o arm64.o && ar rc withtext.a f.o f.c && ar rc onlytext.a f.c && ar rc none.a",
		"cp f.o a_very_long_member_name_indeed.o && ar rc longname.a a_very_long_member_name_indeed.o g.o",
		"cp g.o gone.o && ar rcT dangling.a f.o gone.o && rm gone.o",
	};
	(void)state;
	if (!mkdtemp(dir))
		return -1;
	for (size_t i = 0; i < COUNT(commands); i++) {
		char line[400];
		snprintf(line, sizeof line, "cd %s && %s", dir, commands[i]);
		if (system(line) != 0) {
			fprintf(stderr, "failed: %s\n", line);
			return -1;
		}
	}
	return 0;
}

static int remove_objects(void **state)
{
	char line[80];
	(void)state;
	snprintf(line, sizeof line, "rm -rf %s", dir);
	return system(line);
}

static void test_check(void **state)
{
	static const struct {
		const char *file;
		int machine;
		const char *want; // part of the refusal; NULL when the file can be used
	} rows[] = {
		{"f.o", EM_X86_64, NULL},
		{"debug.o", EM_X86_64, NULL},
		{"clang.o", EM_X86_64, NULL},
		{"two.a", EM_X86_64, NULL},
		{"noindex.a", EM_X86_64, NULL},
		{"longname.a", EM_X86_64, NULL},
		{"withtext.a", EM_X86_64, NULL},
		{"arm64.o", EM_AARCH64, NULL},
		{"arm64.o", EM_X86_64, "is for another machine: arm64 (64 bit), not x86-64"},
		{"f.o", EM_AARCH64, "is for another machine: x86-64 (64 bit), not arm64"},
		{"i386.o", EM_X86_64, "is for another machine: i386 (32 bit)"},
		{"x32.o", EM_X86_64, "is for another machine: x86-64 (32 bit)"},
		{"mixed.a", EM_X86_64, "has a member arm64.o that is for another machine"},
		{"program", EM_X86_64, "is an executable or shared library"},
		{"shared.so", EM_X86_64, "is an executable or shared library"},
		{"onlytext.a", EM_X86_64, "is an archive without an ELF object"},
		{"none.a", EM_X86_64, "is an archive without an ELF object"},
		{"text.o", EM_X86_64, "is neither an ELF object nor an archive"},
		{"empty.o", EM_X86_64, ""},
		{"missing.o", EM_X86_64, "cannot be opened: No such file"},
		{".", EM_X86_64, ""},
		// libelf does not open thin archives: refused, whole or not
		{"thin.a", EM_X86_64, ""},
		{"dangling.a", EM_X86_64, ""},
	};
	(void)state;
	struct arena *a = arena_new();
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *why = objfile_check(a, at(rows[i].file), rows[i].machine);
		if (!why != !rows[i].want || (why && !strstr(why, rows[i].want)))
			fail_msg("%s: %s; want %s", rows[i].file, why ? why : "accepted", rows[i].want ? rows[i].want : "accepted");
	}
	arena_free(a);
}

// A file's bytes, malloc'd.
static uint8_t *load(const char *name, size_t *n)
{
	FILE *f = fopen(at(name), "rb");
	assert_non_null(f);
	uint8_t *p = malloc(1 << 20);
	assert_non_null(p);
	*n = fread(p, 1, 1 << 20, f);
	fclose(f);
	return p;
}

// store puts bytes in a file of memory and returns its path: with thousands of
// small files written again and again, disks take a minute.
static const char *store(const uint8_t *p, size_t n)
{
	static int fd = -1;
	static char path[40];
	if (fd < 0)
		fd = memfd_create("objfile", MFD_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, 0), 0);
	assert_int_equal(pwrite(fd, p, n, 0), n);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	return path;
}

// Where one member of an archive ends and the header of the next begins, a cut
// leaves an archive with fewer members. No other cut leaves anything whole.
static bool starts_member(const uint8_t *p, size_t full, size_t n)
{
	return n > 8 && n + 60 <= full && memcmp(p, "!<arch>\n", 8) == 0 && memcmp(p + n + 58, "`\n", 2) == 0;
}

/*
 * No proper beginning of an object is accepted: both gcc's and clang's end
 * with a table that is needed. The byte that pads an archive's last member to
 * an even size is the one part of an archive that nothing reads.
 */
static void test_truncated(void **state)
{
	static const char *const files[] = {"f.o", "debug.o", "clang.o", "two.a", "noindex.a", "longname.a"};
	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		size_t full;
		uint8_t *p = load(files[i], &full);
		size_t need = p[full - 1] == '\n' ? full - 1 : full;
		for (size_t n = 0; n < need; n++) {
			struct arena *a = arena_new();
			if (!objfile_check(a, store(p, n), EM_X86_64) && !starts_member(p, full, n))
				fail_msg("%s: accepted with %zu of its %zu bytes", files[i], n, full);
			arena_free(a);
		}
		free(p);
	}
}

struct found {
	size_t n;
	bool f;
};

static bool note(void *ctx, const struct elfsym *s)
{
	struct found *found = ctx;
	found->n++;
	found->f |= strcmp(s->name, "f") == 0 && GELF_ST_TYPE(s->sym.st_info) == STT_FUNC;
	return true;
}

static bool first_only(void *ctx, const struct elfsym *s)
{
	(void)s;
	++*(size_t *)ctx;
	return false;
}

static void test_symbols(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct objfile f;
	const char *why = NULL;
	struct found found = {0};
	size_t calls = 0;
	assert_true(objfile_open(a, at("f.o"), &f, &why));
	objfile_symbols(f.elf, note, &found);
	assert_true(found.f);
	assert_true(found.n >= 2);
	objfile_symbols(f.elf, first_only, &calls);
	assert_int_equal(calls, 1);
	objfile_close(&f);
	assert_int_equal(f.fd, -1);
	assert_false(objfile_open(a, at("missing.o"), &f, &why));
	assert_non_null(why);
	arena_free(a);
}

static uint64_t rng;

static size_t below(size_t n)
{
	rng = rng * 6364136223846793005 + 1442695040888963407;
	return (size_t)(rng >> 33) % n;
}

// Where damage does most: the ELF header, the section headers behind the
// sections, or (every fourth time) anywhere.
static size_t spot(const uint8_t *p, size_t n)
{
	uint64_t shoff = 0;
	if (n > 64 && p[0] == 0x7f)
		memcpy(&shoff, p + offsetof(Elf64_Ehdr, e_shoff), sizeof shoff);
	switch (below(4)) {
	case 0:
		return below(n);
	case 1:
		return below(n < 200 ? n : 200);
	default:
		return shoff && shoff < n ? shoff + below(n - shoff) : below(n);
	}
}

// Accepted or refused, but never a crash, nor in what accepted files go to next.
static void flip(const char *name, int rounds)
{
	size_t n;
	uint8_t *p = load(name, &n), *bad = malloc(n);
	assert_non_null(bad);
	for (int round = 0; round < rounds; round++) {
		struct arena *a = arena_new();
		struct objfile f;
		const char *why;
		memcpy(bad, p, n);
		for (size_t k = below(3) + 1; k-- > 0;)
			bad[spot(p, n)] ^= (uint8_t)(1 << below(8));
		const char *path = store(bad, n);
		objfile_check(a, path, EM_X86_64);
		if (objfile_open(a, path, &f, &why)) {
			struct found found = {0};
			objfile_symbols(f.elf, note, &found);
			objfile_close(&f);
		}
		arena_free(a);
	}
	free(bad);
	free(p);
}

static void test_flipped(void **state)
{
	(void)state;
	flip("f.o", 3000);
	flip("clang.o", 2000);
	flip("debug.o", 1000);
	flip("two.a", 3000);
	flip("thin.a", 1000);
	flip("longname.a", 1000);
}

int main(void)
{
	const char *env = getenv("OBJFILE_SEED");
	rng = env ? strtoull(env, NULL, 0) : (uint64_t)time(NULL);
	printf("OBJFILE_SEED=%llu\n", (unsigned long long)rng);
	fflush(stdout);

	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_symbols),
		cmocka_unit_test(test_flipped),
	};
	return cmocka_run_group_tests(tests, make_objects, remove_objects);
}
