#include "link/labels.h"

#include "base/objfile.h"

#include <string.h>

struct labels {
	struct arena *arena;
	VEC(const char *) names;
};

static bool gather_label(void *ctx, const struct elfsym *s)
{
	struct labels *l = ctx;
	if (GELF_ST_TYPE(s->sym.st_info) == STT_NOTYPE && GELF_ST_BIND(s->sym.st_info) != STB_LOCAL &&
	    s->sym.st_shndx != SHN_UNDEF && s->sym.st_shndx < SHN_LORESERVE)
		VEC_PUSH(l->arena, &l->names, arena_strdup(l->arena, s->name));
	return true;
}

static bool is_label(const struct labels *l, const char *name)
{
	for (size_t i = 0; i < l->names.n; i++)
		if (strcmp(l->names.v[i], name) == 0)
			return true;
	return false;
}

// A label inside of a function that has a size is no function.
static bool stands_alone(const struct image *img, const struct symbol *s)
{
	const struct symbol *f = image_function_at(img, s->addr);
	return s->addr >= img->base && s->addr < img->text_end && (!f || !f->size);
}

// The symbols are sorted by address.
static uint64_t end_of(const struct image *img, size_t i)
{
	const struct symbol *s = &img->symbols.v[i];
	const struct input_section *home = image_section(img, s->addr);
	uint64_t end = home && home->end < img->text_end ? home->end : img->text_end;
	while (++i < img->symbols.n && img->symbols.v[i].addr < end)
		if (img->symbols.v[i].function && img->symbols.v[i].addr > s->addr)
			return img->symbols.v[i].addr;
	return end;
}

void labels_to_functions(struct arena *a, const char *reduced, struct image *img)
{
	struct labels l = {.arena = a};
	objfile_input_symbols(a, reduced, gather_label, &l);
	for (size_t i = 0; i < img->symbols.n && l.names.n; i++) {
		struct symbol *s = &img->symbols.v[i];
		s->function |= !s->function && stands_alone(img, s) && is_label(&l, s->name);
		if (s->function && i >= img->functions_end)
			img->functions_end = i + 1;
	}
	for (size_t i = 0; i < img->symbols.n; i++) {
		struct symbol *s = &img->symbols.v[i];
		if (s->function && !s->size && stands_alone(img, s))
			s->size = end_of(img, i) - s->addr;
	}
}
