#include "place/group.h"

#include "arch/arch.h"
#include "place/data.h"

#include <stdlib.h>
#include <string.h>

enum { SMALL_CONSTANT = 512 }; // bytes; of constants up to this, every text has its own copy

struct grouping {
	struct arena *arena;
	const struct image *img;
	const struct flow *flow;
	struct placement *out;
	bool (*is_deep)(const struct placement *, const struct text *);
	int *root;        // of each piece: union-find
	const char **why; // of each root: why it has taken in another
	struct family *families; // of each constant that gives a family its number
};

// A place in code that refers to a constant.
struct use {
	int piece;
	const struct op *op;
};

// What belongs to a family of constants.
struct family {
	VEC(int) members; // constants, in their order
	VEC(struct use) uses;
	VEC(const struct flow_table *) tables;
};

static int find(int *root, int i)
{
	while (root[i] != i)
		i = root[i] = root[root[i]];
	return i;
}

// join makes one text of two pieces'; true when they were not one already.
static bool join(struct grouping *g, int x, int y, const char *what)
{
	int a = find(g->root, x), b = find(g->root, y);
	if (a == b)
		return false;
	int into = a < b ? a : b, from = a < b ? b : a;
	const struct piece *p = g->out->pieces.v;
	const char *old = g->why[into] ? g->why[into] : g->why[from];
	const char *why = arena_printf(g->arena, "%s %s %s", p[x].name, what, p[y].name);
	g->root[from] = into;
	g->why[into] = old ? arena_printf(g->arena, "%s; %s", old, why) : why;
	return true;
}

uint64_t group_home(const struct image *img, const struct reloc *r, uint64_t target)
{
	const struct input_section *at = image_section(img, target), *own = image_section(img, r->section);
	if (!own || own->entry) // where constants are merged, the linker may have sent it elsewhere
		return target;
	return at == own ? target : r->section;
}

// What is meant lies some way behind the page, or what stands for it: other instructions
// know how far. It is the address that is taken where one of them takes it, rather than load from there.
static void resolve_page(struct grouping *g, const struct piece *p, const struct reloc *page, struct op *op)
{
	op->ref.beyond = (int64_t)(op->ref.to - page->value);
	op->ref.to = page->value;
	op->ref.taken = false;
	for (size_t i = image_first_reloc(g->img, p->start); i < g->img->relocs.n && g->img->relocs.v[i].addr < p->end; i++) {
		const struct reloc *r = &g->img->relocs.v[i];
		struct insn in;
		if (g->img->arch->reloc_kind(r->type) == RELOC_LOW && r->section == page->section &&
		    (!g->img->arch->decode(g->img->bytes + (r->addr - g->img->base), p->end - r->addr, r->addr, &in) || !in.accesses))
			op->ref.taken = true;
	}
}

// resolve finds out what an operand refers to: a constant, or code.
static bool resolve(struct grouping *g, const struct piece *p, struct op *op)
{
	const struct reloc *r = image_reloc_at(g->img, op->addr + op->ref.field);
	if (r && g->img->arch->reloc_kind(r->type) == RELOC_PAGE)
		resolve_page(g, p, r, op);
	uint64_t home = r ? group_home(g->img, r, op->ref.to) : op->ref.to;
	if (home < g->img->text_end)
		return place_piece(g->out, op->ref.to) != NOTHING;
	op->ref.constant = place_constant(g->out, home);
	if (op->ref.constant == NOTHING)
		return false;
	if (g->out->constants.v[op->ref.constant].datum != NOTHING) {
		op->kind = OP_SYMBOL;
		op->ref = (struct op_ref){.to = op->ref.to + (uint64_t)op->ref.beyond, .constant = op->ref.constant};
	}
	return true;
}

static void resolve_all(struct grouping *g)
{
	for (size_t i = 0; i < g->out->pieces.n && !g->out->opaque; i++) {
		struct piece *p = &g->out->pieces.v[i];
		for (size_t k = 0; k < p->ops.n; k++)
			if (p->ops.v[k].ref.width && !resolve(g, p, &p->ops.v[k]))
				g->out->opaque = arena_printf(
					g->arena, "%s refers to a place that is neither code nor a constant", p->name);
	}
}

static const char *why_not_part(const struct op *op)
{
	return op->flow.call ? "calls into the middle of" : op->flow.plain ? "takes an address in" : "jumps into";
}

// tie keeps all that lies between two pieces at its distance.
static void tie(struct placement *p, int x, int y)
{
	for (int i = (x < y ? x : y) + 1; i <= (x < y ? y : x); i++)
		p->pieces.v[i].tied = true;
}

// Code refers to code: by calls, tail calls and taken addresses of functions,
// which Go's assembler can write, or by anything else, which keeps both
// together.
static void join_code(struct grouping *g)
{
	for (size_t i = 0; i < g->out->pieces.n; i++) {
		const struct piece *p = &g->out->pieces.v[i];
		for (size_t k = 0; k < p->ops.n; k++) {
			const struct op *op = &p->ops.v[k];
			uint64_t next = op->addr + op->length;
			int to = NOTHING;
			if (op->ref.width && op->ref.constant == NOTHING)
				to = place_piece(g->out, op->ref.to);
			if (op->live && op->flow.falls && next >= p->end && place_piece(g->out, next) != NOTHING) {
				join(g, (int)i, place_piece(g->out, next), "runs on into");
				tie(g->out, (int)i, place_piece(g->out, next));
			}
			if (to == NOTHING || to == (int)i)
				continue;
			if (op->ref.width < 4 || op->ref.near)
				tie(g->out, (int)i, to);
			bool start = op->ref.to == g->out->pieces.v[to].start && g->out->pieces.v[to].function;
			bool tail = op->flow.jump && op->stack.depth == 0 && !op->stack.vague;
			if (!start || !(op->flow.call || op->kind == OP_ADDRESS || tail))
				join(g, (int)i, to, why_not_part(op));
		}
	}
}

// Until list_families a family's number leads, by way of others, to that of the
// constant whose own it is.
static int family_of(struct placement *p, int i)
{
	struct constant *c = p->constants.v;
	while (c[i].family != i)
		i = c[i].family = c[c[i].family].family;
	return i;
}

static void join_families(struct placement *p, int x, int y)
{
	p->constants.v[family_of(p, x)].family = family_of(p, y);
}

// How four bytes at addr lie to the jump tables.
enum in_table { NO_TABLE, ELEMENT, ACROSS };

static enum in_table in_table(const struct flow *flow, uint64_t addr)
{
	size_t i = flow_first_table(flow, addr);
	for (; i < flow->tables.n && flow->tables.v[i].addr < addr + 4; i++) {
		const struct flow_table *t = &flow->tables.v[i];
		if (addr < t->addr + 4 * t->n)
			return (addr - t->addr) % 4 ? ACROSS : ELEMENT;
	}
	return NO_TABLE;
}

// Two tables may end differently, but an element is one number.
static bool tables_clash(const struct flow *flow)
{
	for (size_t i = 0; i < flow->tables.n; i++)
		for (size_t k = flow_first_table(flow, flow->tables.v[i].addr); k < i; k++) {
			const struct flow_table *x = &flow->tables.v[i], *y = &flow->tables.v[k];
			if (x->addr < y->addr + 4 * y->n && y->addr < x->addr + 4 * x->n &&
			    (x->from != y->from || (x->addr - y->addr) % 4))
				return true;
		}
	return false;
}

static bool data_holds(const struct placement *p, int constant)
{
	return p->constants.v[constant].datum != NOTHING;
}

// Constants refer to constants by offsets, which a move would change.
static void gather_families(struct grouping *g)
{
	for (size_t i = image_first_reloc(g->img, g->img->text_end); i < g->img->relocs.n && !g->out->opaque; i++) {
		const struct reloc *r = &g->img->relocs.v[i];
		int self = place_constant(g->out, r->addr), to = NOTHING;
		enum in_table how = in_table(g->flow, r->addr);
		bool is_offset = g->img->arch->reloc_kind(r->type) == RELOC_DISTANCE;
		if (self == NOTHING || how == ELEMENT || (data_holds(g->out, self) && !is_offset))
			continue;
		if (how == NO_TABLE && is_offset && !g->out->constants.v[self].variable &&
		    place_constant(g->out, r->addr + 3) == self) {
			int32_t element;
			memcpy(&element, g->img->bytes + (r->addr - g->img->base), sizeof element);
			to = place_constant(g->out, group_home(g->img, r, r->addr + (uint64_t)(int64_t)element));
		}
		if (to == NOTHING)
			g->out->opaque = "a constant holds offsets that nearcall does not follow";
		else
			join_families(g->out, self, to);
	}
}

// A jump table goes with the code it leads to.
static void join_tables(struct grouping *g)
{
	if (tables_clash(g->flow))
		g->out->opaque = "jump tables overlap";
	for (size_t i = 0; i < g->flow->tables.n && !g->out->opaque; i++) {
		const struct flow_table *t = &g->flow->tables.v[i];
		int c = place_constant(g->out, t->addr), from = place_constant(g->out, t->from);
		if (c == NOTHING || from == NOTHING) {
			g->out->opaque = "a jump table is not among the constants";
			return;
		}
		if (data_holds(g->out, c) || data_holds(g->out, from)) {
			g->out->opaque = "a jump table stands among constants that addresses lead to or from";
			return;
		}
		join_families(g->out, c, from);
	}
}

// Once it is settled which constants belong together: so that no question about
// one family looks at all of the image.
static void list_families(struct grouping *g)
{
	struct placement *p = g->out;
	g->families = arena_alloc(g->arena, (p->constants.n + 1) * sizeof *g->families);
	for (size_t c = 0; c < p->constants.n; c++) {
		p->constants.v[c].family = family_of(p, (int)c);
		VEC_PUSH(g->arena, &g->families[p->constants.v[c].family].members, (int)c);
	}
	for (size_t i = 0; i < p->pieces.n; i++) {
		for (size_t k = 0; k < p->pieces.v[i].ops.n; k++) {
			const struct op *op = &p->pieces.v[i].ops.v[k];
			if (op->ref.width && op->ref.constant != NOTHING)
				VEC_PUSH(g->arena, &g->families[p->constants.v[op->ref.constant].family].uses,
				         (struct use){(int)i, op});
		}
	}
	for (size_t i = 0; i < g->flow->tables.n; i++) {
		const struct flow_table *t = &g->flow->tables.v[i];
		int family = p->constants.v[place_constant(p, t->addr)].family;
		VEC_PUSH(g->arena, &g->families[family].tables, t);
	}
}

static bool table_leads_to(struct grouping *g, int family, int piece, int *other)
{
	const struct family *f = &g->families[family];
	for (size_t i = 0; i < f->tables.n; i++) {
		const struct flow_table *t = f->tables.v[i];
		for (size_t k = 0; k < t->n; k++) {
			int32_t element;
			memcpy(&element, g->img->bytes + (t->addr + 4 * k - g->img->base), sizeof element);
			*other = place_piece(g->out, t->from + (uint64_t)(int64_t)element);
			if (*other != NOTHING && find(g->root, *other) != find(g->root, piece))
				return true;
		}
	}
	return false;
}

static uint64_t family_bytes(const struct grouping *g, int family)
{
	const struct family *f = &g->families[family];
	uint64_t n = 0;
	for (size_t i = 0; i < f->members.n; i++) {
		const struct constant *c = &g->out->constants.v[f->members.v[i]];
		n += c->end - c->start;
	}
	return n;
}

// What is known of the use of a family of constants.
struct usage {
	int first, other;   // pieces of different groups that read it; or NOTHING
	int taker, another; // the same of those that take its address
	bool by_address;    // only ever through LEA
	bool spelled;       // each of its addresses can be written as LEAQ
};

static void note_use(struct grouping *g, int *first, int *other, int piece)
{
	if (*first == NOTHING)
		*first = piece;
	else if (find(g->root, piece) != find(g->root, *first))
		*other = piece;
}

static struct usage usage_of(struct grouping *g, int family)
{
	struct usage u = {NOTHING, NOTHING, NOTHING, NOTHING, true, true};
	const struct family *f = &g->families[family];
	for (size_t i = 0; i < f->uses.n; i++) {
		const struct use *use = &f->uses.v[i];
		u.by_address &= use->op->kind == OP_ADDRESS;
		note_use(g, &u.first, &u.other, use->piece);
		if (use->op->ref.taken) {
			u.spelled &= use->op->kind == OP_ADDRESS;
			note_use(g, &u.taker, &u.another, use->piece);
		}
	}
	return u;
}

// A constant has one address: where several groups take it, it is shared. Where
// they only read it, each can have a copy; a large one is shared if all take its
// address, or joins them.
static bool settle_constant(struct grouping *g, int c)
{
	int family = c, other;
	if (g->out->constants.v[c].family != family)
		return false;
	struct usage u = usage_of(g, family);
	if (u.first == NOTHING)
		return false;
	if (table_leads_to(g, family, u.first, &other))
		return join(g, u.first, other, "has a jump table into");
	bool together = g->families[family].tables.n || (family_bytes(g, family) > SMALL_CONSTANT && !u.by_address);
	if (u.another != NOTHING && !u.spelled)
		return join(g, u.taker, u.another, "shares constants with");
	return u.other != NOTHING && together && join(g, u.first, u.other, "shares constants with");
}

// A text is named after its first piece: a function, and not the part of one
// that gcc takes for unlikely and sets apart ("f.cold").
static bool gives_name(const struct piece *p)
{
	return p->function && !strstr(p->name, ".cold");
}

// The piece that names a group comes first, with what it is tied to.
static void order_pieces(struct grouping *g, struct text *t)
{
	VEC(int) all = {0};
	size_t first = 0;
	while (first < t->pieces.n && !gives_name(&g->out->pieces.v[t->pieces.v[first]]))
		first++;
	first = first < t->pieces.n ? first : 0;
	while (first > 0 && g->out->pieces.v[t->pieces.v[first]].tied)
		first--;
	for (size_t i = 0; i < t->pieces.n; i++)
		VEC_PUSH(g->arena, &all, t->pieces.v[(first + i) % t->pieces.n]);
	memcpy(t->pieces.v, all.v, all.n * sizeof *all.v);
}

// A root is the first piece of its group.
static void make_texts(struct grouping *g)
{
	struct placement *p = g->out;
	p->texts.n = 0;
	for (size_t i = 0; i < p->pieces.n; i++) {
		int root = find(g->root, (int)i);
		if (root == (int)i)
			VEC_PUSH(g->arena, &p->texts, (struct text){.why = g->why[i]});
		int text = root == (int)i ? (int)p->texts.n - 1 : p->pieces.v[root].text;
		p->pieces.v[i].text = text;
		VEC_PUSH(g->arena, &p->texts.v[text].pieces, (int)i);
	}
	for (size_t i = 0; i < p->texts.n; i++) {
		order_pieces(g, &p->texts.v[i]);
		p->texts.v[i].deep = g->is_deep(p, &p->texts.v[i]);
	}
}

// cmd/asm has no JMP to a place inside another symbol.
static bool settle_tail_calls(struct grouping *g)
{
	struct placement *p = g->out;
	bool joined = false;
	for (size_t i = 0; i < p->pieces.n; i++) {
		for (size_t k = 0; k < p->pieces.v[i].ops.n; k++) {
			const struct op *op = &p->pieces.v[i].ops.v[k];
			int to = op->flow.jump && op->ref.constant == NOTHING ? place_piece(p, op->ref.to) : NOTHING;
			if (to == NOTHING || p->pieces.v[to].text == p->pieces.v[i].text)
				continue;
			const struct text *t = &p->texts.v[p->pieces.v[to].text];
			if ((t->deep && g->img->arch->go.prologue) || t->pieces.v[0] != to)
				joined |= join(g, (int)i, to, "ends with a jump to");
		}
	}
	return joined;
}

static void add_copy(struct grouping *g, struct text *t, int constant)
{
	for (size_t i = 0; i < t->copies.n; i++)
		if (t->copies.v[i].constant == constant)
			return;
	VEC_PUSH(g->arena, &t->copies, (struct copy){constant, 0});
}

static void add_family(struct grouping *g, struct text *t, int family)
{
	const struct family *f = &g->families[family];
	for (size_t i = 0; i < f->members.n; i++)
		add_copy(g, t, f->members.v[i]);
}

static void share_constants(struct grouping *g)
{
	struct placement *p = g->out;
	for (size_t c = 0; c < p->constants.n; c++) {
		int family = (int)c;
		if (p->constants.v[c].family != family)
			continue;
		struct usage u = usage_of(g, family);
		if (u.other == NOTHING ||
		    (u.another == NOTHING && family_bytes(g, family) <= SMALL_CONSTANT))
			continue;
		struct text t = {0};
		add_family(g, &t, family);
		for (size_t i = 0; i < t.copies.n; i++)
			p->constants.v[t.copies.v[i].constant].text = (int)p->texts.n;
		VEC_PUSH(g->arena, &p->texts, t);
	}
}

static void copy_constants(struct grouping *g)
{
	struct placement *p = g->out;
	for (size_t i = 0; i < p->pieces.n; i++)
		for (size_t k = 0; k < p->pieces.v[i].ops.n; k++) {
			const struct op *op = &p->pieces.v[i].ops.v[k];
			if (op->ref.width && op->ref.constant != NOTHING &&
			    (p->constants.v[op->ref.constant].text == NOTHING || !op->ref.taken))
				add_family(g, &p->texts.v[p->pieces.v[i].text],
				           p->constants.v[op->ref.constant].family);
		}
}

void group_pieces(struct arena *a, const struct image *img, const struct flow *flow,
                  bool (*is_deep)(const struct placement *, const struct text *), struct placement *out)
{
	struct grouping g = {.arena = a, .img = img, .flow = flow, .out = out, .is_deep = is_deep};
	g.root = arena_alloc(a, (out->pieces.n + 1) * sizeof *g.root);
	g.why = arena_alloc(a, (out->pieces.n + 1) * sizeof *g.why);
	for (size_t i = 0; i < out->pieces.n; i++)
		g.root[i] = (int)i;
	gather_families(&g);
	data_lay_out(a, img, out);
	if (!out->opaque)
		resolve_all(&g);
	join_tables(&g);
	if (out->opaque)
		return;
	list_families(&g);
	join_code(&g);
	for (bool again = true; again;) {
		again = false;
		for (size_t c = 0; c < out->constants.n; c++)
			again |= settle_constant(&g, (int)c);
		make_texts(&g);
		again |= settle_tail_calls(&g);
	}
	share_constants(&g);
	copy_constants(&g);
}
