// relaywide.c - which addresses may have to be those of symbols.
//
// An address of the text's own code or constants is one ADR. That of a symbol is two
// instructions, which Go's assembler makes of one MOVD. So there is room for two
// where *place* may want the symbol: a constant that one function alone
// refers to goes with it, and so does a copy of a small one that nobody takes
// the address of, but only loads from.
#include "arch/arm64/relayparts.h"

enum { SMALL = 512 }; // bytes: place/group.c has copies of constants up to this

static bool inside(const struct input_section *s, uint64_t addr)
{
	return addr >= s->start && addr < s->end;
}

// Something that becomes data of the Go program: what holds addresses, and what these lead to.
static bool is_data(const struct image *img, const struct input_section *s)
{
	if (extent_holds(&img->data, s->start))
		return true;
	for (size_t i = image_first_reloc(img, img->text_end); i < img->relocs.n; i++) {
		const struct reloc *r = &img->relocs.v[i];
		bool there = inside(s, r->addr), leads = r->section == s->start || inside(s, r->value);
		if ((r->dynamic && (there || leads)) || (img->data.size && (there || leads)))
			return true;
	}
	return false;
}

// The code that refers to the section: by one piece of code alone, and is the address itself taken?
static bool has_one_user(const struct relaying *r, const struct input_section *s)
{
	const struct image *img = r->img;
	const struct relay_piece *first = NULL;
	bool taken = false, several = false;
	size_t end = image_first_reloc(img, img->text_end);
	for (size_t i = image_first_reloc(img, img->base); i < end; i++) {
		const struct reloc *reloc = &img->relocs.v[i];
		struct insn in;
		if ((reloc->section ? reloc->section != s->start : !inside(s, reloc->value)) ||
		    !flow_at(&r->proof->flow, reloc->addr) ||
		    !img->arch->decode(img->bytes + (reloc->addr - img->base), ARM64_BYTES, reloc->addr, &in))
			continue;
		const struct relay_piece *p = relay_piece_at(r, reloc->addr);
		several |= first && p != first;
		first = first ? first : p;
		taken |= img->arch->reloc_kind(reloc->type) == RELOC_LOW && !in.accesses;
		taken |= img->arch->reloc_kind(reloc->type) == RELOC_NEAR && !in.accesses;
	}
	return !several || (!taken && s->end - s->start <= SMALL);
}

bool relay_is_wide(struct relaying *r, uint64_t home)
{
	enum { NARROW = 1, WIDE };
	const struct image *img = r->img;
	const struct input_section *s = image_section(img, home);
	if (home < img->text_end || !s)
		return home < img->text_end;
	uint8_t *answer = &r->wide[s - img->sections.v];
	if (!*answer)
		*answer = is_data(img, s) || !has_one_user(r, s) ? WIDE : NARROW;
	return *answer == WIDE;
}
