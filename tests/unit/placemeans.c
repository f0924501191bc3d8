#include "placemeans.h"

bool means_home(const struct placement *p, uint64_t addr, struct pair *out)
{
	for (size_t i = 0; i < p->pieces.n; i++) {
		const struct piece *piece = &p->pieces.v[i];
		if (addr < piece->start || addr >= piece->end)
			continue;
		*out = (struct pair){addr, piece->text, piece->at + (addr - piece->start)};
		return true;
	}
	return false;
}

static const struct input_section *section_of(const struct image *img, uint64_t addr)
{
	for (size_t i = 0; i < img->sections.n; i++)
		if (addr >= img->sections.v[i].start && addr < img->sections.v[i].end)
			return &img->sections.v[i];
	return NULL;
}

uint64_t means_place(const struct image *img, uint64_t at, uint64_t target)
{
	for (size_t r = image_first_reloc(img, at); r < img->relocs.n && img->relocs.v[r].addr == at; r++) {
		const struct input_section *s = section_of(img, img->relocs.v[r].section), *hit = section_of(img, target);
		if (s && !s->entry && hit != s)
			return s->start;
	}
	return target;
}

int means_constant(const struct placement *p, uint64_t addr)
{
	for (size_t i = 0; i < p->constants.n; i++)
		if (addr >= p->constants.v[i].start && addr < p->constants.v[i].end)
			return (int)i;
	return NOTHING;
}

bool means_copy(const struct placement *p, int text, int constant, uint64_t *at)
{
	const struct text *t = &p->texts.v[text];
	for (size_t i = 0; i < t->copies.n; i++)
		if (t->copies.v[i].constant == constant) {
			*at = t->copies.v[i].at;
			return true;
		}
	return false;
}
