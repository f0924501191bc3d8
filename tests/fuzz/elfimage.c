// elfimage.c - everything that reads a linked image.
#include "fuzz.h"

#include "link/dwarfpos.h"

#include <string.h>
#include <unistd.h>

enum { MAX_BOUND = 24 };

// Go functions to be bound: with what the choices below make up, the kinds
// of kernels (slices, strings, structs, pointers, numbers).
static const uint8_t choices[][48] = {
	{GO_KINDS}, // no parameters
	{1 + 6, GO_UINT64, GO_UINT64},
	{2 + 6, GO_SLICE, GO_UINT64, GO_STRING, GO_FLOAT64},
	{3 + 6, GO_POINTER, GO_STRUCT, 3, 0, GO_INT32, 0, GO_POINTER, GO_UINT8, 0, GO_ARRAY, GO_FLOAT32, 4, GO_INT, GO_COMPLEX128, GO_BOOL},
	{2 + 12, GO_STRUCT, 2, 0, GO_FLOAT32, 0, GO_FLOAT32, GO_ARRAY, GO_INT16, 5, GO_UINT64, GO_INT32},
	{5, GO_POINTER, GO_POINTER, GO_POINTER, GO_INT32, GO_INT8, GO_INT16, GO_UINT32, GO_FLOAT32, GO_UNSAFE_POINTER},
};

static void bind_symbol(struct fuzz_build *f, const struct image *img, const struct symbol *entry, const struct proof *proof)
{
	static const char *const signatures[] = {"", "(ptr, u64) u64", "({f32, f32}, {[5]i16}) {u64, i32}"};
	for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
		struct feed feed = {choices[i], sizeof choices[i]};
		struct gofunc go = fuzz_function(f->b.arena, &feed, entry->name, signatures[i % 3]);
		struct call call;
		if (!bind_function(&f->b, img, &go, entry, &call))
			continue;
		fuzz_check_trampoline(f->b.arena, &call, proof_of(proof, entry->addr)->bound);
	}
}

static void read_symbols(struct fuzz_build *f, const struct image *img, const struct symbol *const *entries,
                         const struct proof *proof)
{
	size_t bound = 0;
	for (size_t i = 0; i < img->symbols.n; i++) {
		const struct symbol *s = &img->symbols.v[i];
		image_symbol(img, s->name);
		image_pos(f->b.arena, img, s->addr);
		image_variable_pos(f->b.arena, img, s->name);
		if (!entries[i])
			continue;
		proto_read(f->b.arena, img, s);
		if (bound++ < MAX_BOUND)
			bind_symbol(f, img, s, proof);
	}
}

// No map comes with an image: all constants are one.
static void add_sections(struct arena *a, struct image *img)
{
	uint64_t end = img->base + img->size;
	if (img->base < img->text_end)
		VEC_PUSH(a, &img->sections, (struct input_section){img->base, img->text_end, 16, 0});
	if (img->text_end < end)
		VEC_PUSH(a, &img->sections, (struct input_section){img->text_end, end, 32, 0});
}

static void prove_and_bind(struct fuzz_build *f, const struct image *img)
{
	struct arena *a = f->b.arena;
	struct proof plain = {0}, promised = {0};
	struct gopkg pkg = {.dir = "."};
	VEC_PUSH(a, &pkg.cflags, "-march=native");
	const struct symbol **entries = arena_alloc(a, img->symbols.n * sizeof *entries);
	for (size_t i = 0; i < img->symbols.n; i++)
		if (img->symbols.v[i].function && img->symbols.v[i].addr >= img->base &&
		    img->symbols.v[i].addr < img->text_end) // as find_entries does
			entries[i] = &img->symbols.v[i];
	prove_entries(&f->b, &pkg, img, entries, img->symbols.n, &plain);
	fuzz_check_places(&plain, img);
	if (diag_status(&f->diags) == EXIT_DONE)
		fuzz_check_proof(&plain, &pkg, f->b.arch);
	image_audit(&f->b, &pkg, img, CARRY_WHOLE);
	for (size_t i = 0; diag_status(&f->diags) == EXIT_DONE && i < plain.funcs.n && i < MAX_BOUND; i++)
		fuzz_run(a, img, &plain.funcs.v[i], i);
	if (diag_status(&f->diags) == EXIT_DONE)
		fuzz_place(a, img, &plain);
	image_audit(&f->b, &pkg, img, CARRY_LOOSE);
	image_audit(&f->b, &pkg, img, CARRY_APART);
	read_symbols(f, img, entries, &plain);
	for (size_t i = 0; i < img->symbols.n; i += 2)
		VEC_PUSH(a, &pkg.depths, (struct depth){img->symbols.v[i].name, 3, {"f.go", 1, 1}});
	pkg.cflags.v[0] = "-march=x86-64-v2";
	prove_entries(&f->b, &pkg, img, entries, img->symbols.n, &promised);
}

void fuzz_image(const uint8_t *data, size_t size)
{
	struct fuzz_build f;
	struct image img;
	const char *why = NULL;
	fuzz_build_start(&f);
	elf_version(EV_CURRENT);
	int fd = fuzz_fd(data, size);
	Elf *elf = elf_begin(fd, ELF_C_READ, NULL);
	if (!elf) {
		close(fd);
	} else {
		if (image_open(f.b.arena, f.b.arch, elf, fd, "pkg", &img, &why)) {
			img.fallback = (struct pos){"f.go", 3, 6};
			add_sections(f.b.arena, &img);
			prove_and_bind(&f, &img);
			fuzz_check_text(f.b.arena, &img);
		} else {
			fuzz_check(why && *why, "a refusal without a reason");
		}
		image_close(&img);
	}
	fuzz_build_end(&f);
}
