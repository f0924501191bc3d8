// relayframe.c - which code has a frame together, and how large it gets.
#include "arch/arm64/relayparts.h"

#include "base/round.h"

enum { LARGE = 4095, LARGE_STEP = 4096, STACK_ALIGN = 16, MOST_FRAME = 1 << 24 /* bytes */, ONLY_WORD = 4 };

static uint64_t alignment_at(const struct image *img, uint64_t addr)
{
	const struct input_section *s = image_section(img, addr);
	uint64_t align = s && s->align > ONLY_WORD ? s->align : ONLY_WORD;
	while (addr % align)
		align /= 2;
	return align;
}

static void add_piece(struct relaying *r, uint64_t start, uint64_t end)
{
	struct relay_piece p = {.start = start, .end = end, .parent = r->pieces.n, .align = alignment_at(r->img, start)};
	for (uint64_t addr = start; addr < end && !p.used; addr++)
		p.used = flow_at(&r->proof->flow, addr);
	VEC_PUSH(r->arena, &r->pieces, p);
}

static void cut_pieces(struct relaying *r)
{
	const struct image *img = r->img;
	uint64_t start = img->base;
	for (size_t i = 0; i < img->symbols.n; i++) {
		const struct symbol *s = &img->symbols.v[i];
		if (!s->function || s->addr <= start || s->addr >= img->text_end)
			continue;
		add_piece(r, start, s->addr);
		start = s->addr;
	}
	if (start < img->text_end)
		add_piece(r, start, img->text_end);
}

static size_t index_of(const struct relaying *r, uint64_t addr)
{
	size_t lo = 0, hi = r->pieces.n; // the first piece that starts behind addr
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (r->pieces.v[mid].start <= addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo && addr < r->pieces.v[lo - 1].end ? lo - 1 : r->pieces.n;
}

const struct relay_piece *relay_piece_at(const struct relaying *r, uint64_t addr)
{
	size_t i = index_of(r, addr);
	return i < r->pieces.n ? &r->pieces.v[i] : NULL;
}

static size_t root(struct relaying *r, size_t i)
{
	struct relay_piece *p = r->pieces.v;
	while (p[i].parent != i)
		i = p[i].parent = p[p[i].parent].parent;
	return i;
}

const struct relay_frame *relay_frame_of(struct relaying *r, size_t piece)
{
	return &r->pieces.v[root(r, piece)].frame;
}

static void join(struct relaying *r, size_t piece, uint64_t addr)
{
	size_t other = index_of(r, addr);
	if (other < r->pieces.n)
		r->pieces.v[root(r, other)].parent = root(r, piece);
}

// A jump to where a function starts, at the depth of a return, calls it; by any other
// code goes on within its frame.
static void join_reached(struct relaying *r, size_t piece, uint64_t addr, const struct flow_insn *f)
{
	struct insn in;
	const struct image *img = r->img;
	if (!img->arch->decode(img->bytes + (addr - img->base), img->text_end - addr, addr, &in)) {
		relay_refuse(r, addr, "has bytes that are no instruction");
		return;
	}
	if (f->falls)
		join(r, piece, insn_end(&in));
	if (!in.target || in.kind == INSN_CALL)
		return;
	if (f->depth || !proof_of(r->proof, in.target))
		join(r, piece, in.target);
}

static void join_pieces(struct relaying *r)
{
	for (size_t i = 0; i < r->pieces.n; i++)
		for (uint64_t addr = r->pieces.v[i].start; addr < r->pieces.v[i].end; addr += ARM64_BYTES) {
			const struct flow_insn *f = flow_at(&r->proof->flow, addr);
			if (f && f->vague)
				relay_refuse(r, addr, "aligns its stack pointer, by as many bytes as it happens to take");
			if (f)
				join_reached(r, i, addr, f);
		}
}

// Compilers that are asked for frame pointers make frames for leaves, too, which have nothing
// else to keep in them.
static void find_bare(struct relaying *r)
{
	for (size_t i = 0; i < r->pieces.n; i++)
		r->pieces.v[i].frame.bare = true;
	for (size_t i = 0; i < r->pieces.n; i++) {
		struct relay_frame *frame = &r->pieces.v[root(r, i)].frame;
		struct relay_site s;
		for (uint64_t addr = r->pieces.v[i].start; addr < r->pieces.v[i].end && frame->bare; addr += ARM64_BYTES)
			frame->bare = !relay_site_at(r, addr, &s) || relay_keeps(&s);
	}
}

// A frame belongs to all functions that start in its code.
static void find_apart(struct relaying *r)
{
	for (size_t i = 0; i < r->proof->funcs.n; i++) {
		const struct proven *f = &r->proof->funcs.v[i];
		size_t piece = index_of(r, f->addr);
		if (piece < r->pieces.n)
			r->pieces.v[root(r, piece)].frame.apart |= !f->in_registers;
	}
}

static void measure(struct relaying *r)
{
	for (size_t i = 0; i < r->pieces.n; i++) {
		struct relay_frame *frame = &r->pieces.v[root(r, i)].frame;
		for (uint64_t addr = r->pieces.v[i].start; addr < r->pieces.v[i].end; addr += ARM64_BYTES) {
			const struct flow_insn *f = flow_at(&r->proof->flow, addr);
			if (f && f->depth > frame->deepest)
				frame->deepest = f->depth;
		}
	}
	find_bare(r);
	find_apart(r);
	for (size_t i = 0; i < r->pieces.n; i++) {
		struct relay_frame *frame = &r->pieces.v[i].frame;
		if (!frame->deepest || frame->bare)
			continue;
		frame->deepest = (int64_t)round_up((uint64_t)frame->deepest, STACK_ALIGN);
		uint64_t bytes = (uint64_t)frame->deepest + RELAY_HEAD;
		frame->bytes = (int64_t)(bytes > LARGE ? round_up(bytes, LARGE_STEP) : bytes);
		if (frame->bytes >= MOST_FRAME)
			relay_refuse(r, r->pieces.v[i].start, "has a frame of more than 16 MiB");
	}
}

// Arguments on the stack are told to their callee by where the frame ends.
static void check_calls(struct relaying *r)
{
	for (size_t i = 0; i < r->proof->funcs.n; i++) {
		const struct proven *f = &r->proof->funcs.v[i];
		for (size_t k = 0; k < f->calls.n; k++) {
			const struct call_site *c = &f->calls.v[k];
			const struct proven *to = c->callee >= 0 ? &r->proof->funcs.v[c->callee] : NULL;
			size_t piece = index_of(r, c->addr);
			if (c->tail || !to || piece == r->pieces.n || (to->reads_above <= 0 && to->above <= 0))
				continue;
			if ((int64_t)c->depth != relay_frame_of(r, piece)->deepest)
				relay_refuse(r, c->addr, "passes arguments on the stack while its frame is not at its deepest");
		}
	}
}

void relay_cut(struct relaying *r)
{
	cut_pieces(r);
	join_pieces(r);
	if (r->why)
		return;
	measure(r);
	check_calls(r);
}
