#include "model/image.h"

#include <stdlib.h>
#include <string.h>

uint64_t image_origin(const struct image *img, uint64_t addr)
{
	size_t low = 0, high = addr < img->text_end ? img->origins.n : 0;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (img->origins.v[mid].at <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	return low ? img->origins.v[low - 1].from : addr;
}

size_t image_first_reloc(const struct image *img, uint64_t addr)
{
	size_t lo = 0, hi = img->relocs.n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (img->relocs.v[mid].addr < addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

const struct reloc *image_reloc_at(const struct image *img, uint64_t addr)
{
	size_t r = image_first_reloc(img, addr);
	return r < img->relocs.n && img->relocs.v[r].addr == addr ? &img->relocs.v[r] : NULL;
}

const struct reloc *image_pointer_at(const struct image *img, uint64_t addr)
{
	const struct reloc *r = image_reloc_at(img, addr); // the dynamic one comes first
	return r && r->dynamic && !r->undefined ? r : NULL;
}

bool extent_holds(const struct extent *e, uint64_t addr)
{
	return addr >= e->addr && addr - e->addr < e->size;
}

const struct symbol *image_object_at(const struct image *img, uint64_t addr)
{
	const struct symbol *found = NULL;
	for (size_t i = 0; i < img->symbols.n; i++) {
		const struct symbol *s = &img->symbols.v[i];
		if (!s->function && s->addr <= addr && addr < s->addr + s->size)
			found = s;
	}
	return found;
}

bool image_undefined(const struct image *img, uint64_t start, uint64_t end)
{
	for (size_t i = image_first_reloc(img, start); i < img->relocs.n && img->relocs.v[i].addr < end; i++)
		if (img->relocs.v[i].undefined)
			return true;
	return false;
}

bool image_holds_addresses(const struct image *img, uint64_t start, uint64_t end)
{
	for (size_t i = image_first_reloc(img, start); i < img->relocs.n && img->relocs.v[i].addr < end; i++)
		if (img->relocs.v[i].dynamic)
			return true;
	return false;
}

size_t image_first_symbol(const struct image *img, uint64_t addr)
{
	size_t lo = 0, hi = img->symbols.n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (img->symbols.v[mid].addr < addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

const struct symbol *image_symbol(const struct image *img, const char *name)
{
	const struct symbol *found = NULL;
	for (size_t i = 0; i < img->symbols.n; i++) {
		const struct symbol *s = &img->symbols.v[i];
		if (strcmp(s->name, name) == 0 && (!found || s->global))
			found = s;
	}
	return found;
}

const char *image_label(const struct image *img, uint64_t addr)
{
	for (size_t i = image_first_symbol(img, addr); i < img->symbols.n && img->symbols.v[i].addr == addr; i++)
		if (!img->symbols.v[i].function)
			return img->symbols.v[i].name;
	return NULL;
}

const struct symbol *image_function_at(const struct image *img, uint64_t addr)
{
	size_t lo = 0, hi = img->symbols.n; // the first symbol past addr
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (img->symbols.v[mid].addr <= addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (img->functions_end && lo > img->functions_end)
		lo = img->functions_end; // constants are many, and follow the code
	for (size_t i = lo; i-- > 0;) {
		const struct symbol *s = &img->symbols.v[i];
		if (!s->function)
			continue;
		if (addr < s->addr + (s->size ? s->size : 1)) {
			// of several names for one place, the first is the one to use
			while (i > 0 && img->symbols.v[i - 1].addr == s->addr && img->symbols.v[i - 1].function)
				s = &img->symbols.v[--i];
			return s;
		}
		if (s->size)
			return NULL;
	}
	return NULL;
}

const struct input_section *image_section(const struct image *img, uint64_t addr)
{
	size_t lo = 0, hi = img->sections.n; // the first section that starts behind addr
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (img->sections.v[mid].start <= addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo && addr < img->sections.v[lo - 1].end ? &img->sections.v[lo - 1] : NULL;
}

uint64_t image_home(const struct image *img, uint64_t field, uint64_t addr)
{
	const struct reloc *r = image_reloc_at(img, field);
	const struct input_section *s = image_section(img, r && r->section ? r->section : addr);
	return s && s->start >= img->text_end ? s->start : 0;
}

uint64_t image_unit(const struct image *img, const struct reloc *r)
{
	const struct input_section *s = image_section(img, r->section);
	if (!s || s->entry) // where constants are merged, the linker may have sent it elsewhere
		s = image_section(img, r->value);
	if (!s || s->start < img->text_end)
		return r->value;
	return s->entry ? r->value - (r->value - s->start) % s->entry : s->start;
}

bool image_points(const struct image *img, uint64_t home)
{
	const struct input_section *s = home ? image_section(img, home) : NULL;
	if (!s || extent_holds(&img->data, s->start) || s->start < img->text_end)
		return false;
	for (size_t i = image_first_reloc(img, s->start); i < img->relocs.n && img->relocs.v[i].addr < s->end; i++)
		if (img->relocs.v[i].dynamic)
			return true;
	return false;
}
