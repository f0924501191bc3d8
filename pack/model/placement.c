#include "model/placement.h"

int place_piece(const struct placement *p, uint64_t addr)
{
	size_t lo = 0, hi = p->pieces.n; // the first piece that starts behind addr
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (p->pieces.v[mid].start <= addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo && addr < p->pieces.v[lo - 1].end ? (int)(lo - 1) : NOTHING;
}

uint64_t place_code(const struct placement *p, uint64_t addr)
{
	const struct piece *piece = &p->pieces.v[place_piece(p, addr)];
	return piece->at + (addr - piece->start);
}

static uint64_t constant_at(const struct text *t, int constant)
{
	for (size_t i = 0; i < t->copies.n; i++)
		if (t->copies.v[i].constant == constant)
			return t->copies.v[i].at;
	return 0;
}

uint64_t place_copy(const struct placement *p, int text, int constant, uint64_t addr)
{
	return constant_at(&p->texts.v[text], constant) + (addr - p->constants.v[constant].start);
}

uint64_t place_operand(const struct placement *p, int text, const struct op *op)
{
	if (op->ref.constant != NOTHING)
		return place_copy(p, text, op->ref.constant, op->ref.to);
	return place_code(p, op->ref.to);
}

int place_constant(const struct placement *p, uint64_t addr)
{
	size_t lo = 0, hi = p->constants.n; // the first constant that starts behind addr
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (p->constants.v[mid].start <= addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo && addr < p->constants.v[lo - 1].end ? (int)(lo - 1) : NOTHING;
}
