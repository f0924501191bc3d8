// code.c - the prover, over code that nobody has linked.
//
// The input: a byte of flags, one that splits the rest into code and
// constants, the number of functions and their offsets (two bytes each), code.
#include "fuzz.h"

#include "arch/arch.h"

#include <string.h>

enum { BASE = 0x10000, MAX_FUNCTIONS = 32, PARTED_BYTES = 48, MERGED_BYTES = 8 };
enum { TABLES = 1, PROMISES = 2, SIZELESS = 4, LEVEL3 = 8, POINTERS = 16, PARTED = 32, MERGED = 64 };

// What differs by architecture.
struct kind {
	const struct arch *arch;
	uint32_t distance, relative; // relocations
	const char *level, *any;     // flags
};

static void add_functions(struct arena *a, struct image *img, const uint16_t *offsets, size_t n, unsigned flags)
{
	uint64_t bytes = img->text_end - BASE;
	for (uint64_t at = 0; at < bytes; at++) // sorted, without doubles
		for (size_t i = 0; i < n; i++)
			if (offsets[i] % bytes == at) {
				VEC_PUSH(a, &img->symbols, (struct symbol){arena_printf(a, "f%zu", i), BASE + at, 0, true, i % 2});
				break;
			}
	for (size_t i = 0; i < img->symbols.n && !(flags & SIZELESS); i++) {
		uint64_t end = i + 1 < img->symbols.n ? img->symbols.v[i + 1].addr : img->text_end;
		img->symbols.v[i].size = end - img->symbols.v[i].addr;
	}
}

// Every fourth byte of the constants as an element of a jump table, or every
// eighth as a pointer.
static void add_relocs(struct arena *a, const struct kind *kind, struct image *img, unsigned flags)
{
	for (uint64_t at = img->text_end; (flags & TABLES) && at + 4 <= BASE + img->size; at += 4)
		VEC_PUSH(a, &img->relocs, (struct reloc){.addr = at, .type = kind->distance, .symbol = "", .value = BASE});
	for (uint64_t at = img->text_end; (flags & POINTERS) && at + 8 <= BASE + img->size; at += 8) {
		uint64_t value;
		memcpy(&value, img->bytes + (at - BASE), sizeof value);
		struct reloc r = {.addr = at, .type = kind->relative, .symbol = "", .dynamic = true, .value = BASE + value % img->size};
		VEC_PUSH(a, &img->relocs, r);
	}
}

// As ld's map would have them: the code, and constants of so many bytes.
static void add_sections(struct arena *a, struct image *img, unsigned flags)
{
	uint64_t end = BASE + img->size, step = flags & PARTED ? PARTED_BYTES : img->size;
	VEC_PUSH(a, &img->sections, (struct input_section){BASE, img->text_end, 16, 0});
	for (uint64_t at = img->text_end; at < end; at += step) {
		uint64_t to = end - at < step ? end : at + step, entry = flags & MERGED && img->sections.n % 2 ? MERGED_BYTES : 0;
		VEC_PUSH(a, &img->sections, (struct input_section){at, to, 8 << (img->sections.n % 4), entry});
	}
}

static void run_and_place(struct arena *a, const struct image *img, const struct proof *proof, bool runs, unsigned split)
{
	for (size_t i = 0; runs && i < 4 * proof->funcs.n && i < 64; i++)
		fuzz_run(a, img, &proof->funcs.v[i / 4], i * 7 + split);
	fuzz_place(a, img, proof);
}

// What runs is the relaid image: it is proven like any other.
static void relay(struct fuzz_build *f, const struct gopkg *pkg, struct image *img, const struct symbol *const *entries,
                  const struct proof *proof)
{
	struct proof again = {0};
	img->arch->relay(f->b.arena, img, proof);
	fuzz_check(!img->opaque || !img->origins.n, "an image that is relaid and is not");
	if (img->opaque)
		return;
	prove_entries(&f->b, pkg, img, entries, img->symbols.n, &again);
	fuzz_check_places(&again, img);
	if (diag_status(&f->diags) == EXIT_DONE)
		fuzz_check_proof(&again, pkg, img->arch);
}

static void prove_code(const struct kind *kind, const uint8_t *data, size_t size)
{
	struct feed feed = {data, size};
	unsigned flags = feed_byte(&feed), split = feed_byte(&feed);
	size_t n = feed_byte(&feed) % MAX_FUNCTIONS + 1;
	uint16_t offsets[MAX_FUNCTIONS];
	for (size_t i = 0; i < n; i++) {
		offsets[i] = (uint16_t)feed_byte(&feed);
		offsets[i] = (uint16_t)(offsets[i] | feed_byte(&feed) << 8);
	}
	if (feed.left < 2)
		return;

	struct fuzz_build f;
	struct gopkg pkg = {.dir = "."};
	struct proof proof = {0};
	fuzz_build_start(&f);
	f.b.arch = kind->arch;
	struct arena *a = f.b.arena;
	struct image img = {.arch = f.b.arch, .fd = -1, .dir = ".", .base = BASE, .size = feed.left, .align = 16};
	img.bytes = feed.at;
	img.text_end = BASE + 1 + (feed.left - 1) * (255 - split) / 255;
	add_functions(a, &img, offsets, n, flags);
	add_relocs(a, kind, &img, flags);
	add_sections(a, &img, flags);
	VEC_PUSH(a, &pkg.cflags, flags & LEVEL3 ? kind->level : kind->any);
	for (size_t i = 0; (flags & PROMISES) && i < img.symbols.n; i += 3)
		VEC_PUSH(a, &pkg.depths, (struct depth){img.symbols.v[i].name, i + 2, {"f.go", 1, 1}});

	const struct symbol **entries = arena_alloc(a, img.symbols.n * sizeof *entries);
	for (size_t i = 0; i < img.symbols.n; i++)
		entries[i] = &img.symbols.v[i];
	prove_entries(&f.b, &pkg, &img, entries, img.symbols.n, &proof);
	fuzz_check_places(&proof, &img);
	if (diag_status(&f.diags) == EXIT_DONE) {
		fuzz_check_proof(&proof, &pkg, kind->arch);
		if (kind->arch->relay)
			relay(&f, &pkg, &img, entries, &proof);
		else
			run_and_place(a, &img, &proof, !pkg.depths.n, split);
	}
	if (!kind->arch->relay)
		fuzz_check_text(a, &img);
	fuzz_build_end(&f);
}

void fuzz_code(const uint8_t *data, size_t size)
{
	static const struct kind amd64 = {&arch_amd64, R_X86_64_PC32, R_X86_64_RELATIVE, "-march=x86-64-v3", "-march=native"};
	prove_code(&amd64, data, size);
}

void fuzz_code64(const uint8_t *data, size_t size)
{
	static const struct kind arm64 = {&arch_arm64, R_AARCH64_PREL32, R_AARCH64_RELATIVE, "-march=armv8.4-a+sha3+crypto",
	                                  "-mcpu=native"};
	prove_code(&arm64, data, size);
}
