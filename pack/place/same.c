// same.c - two images walked side by side. What refers to another place is the
// same when the places are; a pair of pieces that is being compared counts as
// equal for itself, so that recursion ends.
#include "place/same.h"

#include <string.h>

struct pair {
	int x, y; // pieces
};

struct compare {
	struct arena *arena;
	const struct variant *vx, *vy;
	VEC(struct pair) pairs; // to be equal: those before `done` are
	size_t done;
};

static void demand(struct compare *c, int x, int y)
{
	for (size_t i = 0; i < c->pairs.n; i++)
		if (c->pairs.v[i].x == x && c->pairs.v[i].y == y)
			return;
	VEC_PUSH(c->arena, &c->pairs, ((struct pair){x, y}));
}

// Constants that are relocated hold distances to other places: those are not followed.
static bool relocated(const struct image *img, const struct constant *k)
{
	size_t r = image_first_reloc(img, k->start);
	return r < img->relocs.n && img->relocs.v[r].addr < k->end;
}

static bool in_table(const struct flow *f, const struct constant *k)
{
	for (size_t i = 0; i < f->tables.n; i++)
		if (f->tables.v[i].addr >= k->start && f->tables.v[i].addr < k->end)
			return true;
	return false;
}

static bool same_constants(const struct compare *c, const struct op *x, const struct op *y)
{
	const struct image *ix = &c->vx->image, *iy = &c->vy->image;
	const struct constant *kx = &c->vx->placement.constants.v[x->ref.constant];
	const struct constant *ky = &c->vy->placement.constants.v[y->ref.constant];
	if (kx->datum != NOTHING || ky->datum != NOTHING)
		return false;
	return kx->end - kx->start == ky->end - ky->start && x->ref.to - kx->start == y->ref.to - ky->start &&
	       kx->align == ky->align && !relocated(ix, kx) && !relocated(iy, ky) &&
	       !in_table(&c->vx->proof.flow, kx) && !in_table(&c->vy->proof.flow, ky) &&
	       memcmp(ix->bytes + (kx->start - ix->base), iy->bytes + (ky->start - iy->base), kx->end - kx->start) == 0;
}

static bool same_places(struct compare *c, const struct op *x, const struct op *y)
{
	const struct placement *px = &c->vx->placement, *py = &c->vy->placement;
	if ((x->ref.constant == NOTHING) != (y->ref.constant == NOTHING) || x->ref.beyond != y->ref.beyond)
		return false;
	if (x->ref.constant != NOTHING)
		return same_constants(c, x, y);
	int nx = place_piece(px, x->ref.to), ny = place_piece(py, y->ref.to);
	if (nx == NOTHING || ny == NOTHING ||
	    x->ref.to - px->pieces.v[nx].start != y->ref.to - py->pieces.v[ny].start)
		return false;
	demand(c, nx, ny);
	return true;
}

static bool same_bytes(const struct compare *c, const struct op *x, const struct op *y)
{
	const uint8_t *bx = c->vx->image.bytes + (x->addr - c->vx->image.base);
	const uint8_t *by = c->vy->image.bytes + (y->addr - c->vy->image.base);
	for (uint8_t i = 0; i < x->length; i++)
		if (bx[i] != by[i] && !(x->ref.width && i >= x->ref.field && i < x->ref.field + x->ref.width))
			return false;
	return true;
}

static bool same_op(struct compare *c, const struct piece *px, const struct piece *py, const struct op *x,
                    const struct op *y)
{
	if (x->kind != y->kind || x->length != y->length || x->live != y->live || !x->addr != !y->addr ||
	    x->ref.field != y->ref.field || x->ref.width != y->ref.width)
		return false;
	if (x->kind == OP_PAD || !x->addr)
		return x->kind == OP_PAD;
	if (x->addr - px->start != y->addr - py->start || !same_bytes(c, x, y))
		return false;
	return !x->ref.width || same_places(c, x, y);
}

static bool same_pieces(struct compare *c, const struct piece *x, const struct piece *y)
{
	if (x->ops.n != y->ops.n || strcmp(x->name, y->name) != 0)
		return false;
	for (size_t i = 0; i < x->ops.n; i++)
		if (!same_op(c, x, y, &x->ops.v[i], &y->ops.v[i]))
			return false;
	return true;
}

bool place_same(struct arena *a, const struct variant *vx, uint64_t x, const struct variant *vy, uint64_t y)
{
	struct compare c = {.arena = a, .vx = vx, .vy = vy};
	if (vx->placement.opaque || vy->placement.opaque)
		return false;
	demand(&c, place_piece(&vx->placement, x), place_piece(&vy->placement, y));
	for (; c.done < c.pairs.n; c.done++) {
		struct pair p = c.pairs.v[c.done];
		if (!same_pieces(&c, &vx->placement.pieces.v[p.x], &vy->placement.pieces.v[p.y]))
			return false;
	}
	return true;
}
