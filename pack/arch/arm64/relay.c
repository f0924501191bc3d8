// relay.c - C functions laid out anew, so that Go's unwinder can read their frames
// at each instruction.
//
// Go reads the return address of a caller at 0(SP), and how far SP is from the
// entry's from a table that cmd/asm makes of ADD and SUB of RSP. Compilers store
// the return address elsewhere, move SP by other instructions, and keep a frame pointer
// of their own in x29. So a function that has a frame gets one of Go's
// kind (relayparts.h), which one SUB opens and one ADD closes, with the
// return address at its new place before SP moves. Each instruction that uses the frame
// is written anew (relayword.c), branches get new distances, and an ADRP becomes
// an ADR: the image lies anywhere, and no page of it is one of the program's.
//
// Why all or nothing: C that is carried as it was compiled would write x29, and
// Go's unwinder would find no return address in it. A fault in it would end the
// program instead of being a panic, and no profile would see its callers. What
// a compiler makes with the flags of arm64.c is relaid, but for over-aligned locals.
#include "arch/arm64/relay.h"

#include "arch/arm64/relayparts.h"
#include "base/round.h"

enum { BEHIND_RETURN = 1, BEHIND_CALL = 2 /* words that are not run, in front of another depth */ };

static void pad(struct relaying *r, size_t words)
{
	while (words--)
		VEC_PUSH(r->arena, &r->words, (struct relay_word){.word = A64_TRAP});
}

static void align(struct relaying *r, uint64_t to)
{
	while (r->words.n * ARM64_BYTES % to)
		pad(r, 1);
}

bool relay_site_at(struct relaying *r, uint64_t addr, struct relay_site *s)
{
	const struct flow_insn *f = flow_at(&r->proof->flow, addr);
	if (!f)
		return false;
	const uint8_t *p = r->img->bytes + (addr - r->img->base);
	const struct flow_insn *next = f->falls ? flow_at(&r->proof->flow, addr + ARM64_BYTES) : NULL;
	*s = (struct relay_site){
		.word = a64_read(p), .depth = f->depth, .after = next ? next->depth : f->depth,
		.framed = f->framed, .kept = f->kept, .fp = f->fp,
		.falls = f->falls,
		.framed_after = next && next->framed, .kept_after = next && next->kept,
	};
	if (!r->img->arch->decode(p, ARM64_BYTES, addr, &s->in)) {
		relay_refuse(r, addr, "has bytes that are no instruction");
		return false;
	}
	return true;
}

// What the depth behind an instruction is in the sum that Go's assembler makes.
struct running {
	bool any, open, call; // of the instruction in front; call: one that does not come back
};

static void relay_one(struct relaying *r, size_t piece, uint64_t addr, struct running *before)
{
	struct relay_site s;
	if (!relay_site_at(r, addr, &s))
		return;
	if (s.depth < 0 || s.after < 0)
		relay_refuse(r, addr, "has its stack pointer above where its caller's is");
	s.frame = relay_frame_of(r, piece);
	bool open = s.depth > 0 && s.frame->bytes, opened = s.after > 0 && s.frame->bytes;
	if (before->any && before->open != open)
		pad(r, before->call ? BEHIND_CALL : BEHIND_RETURN);
	r->moved[(addr - r->img->base) / ARM64_BYTES] = (uint32_t)r->words.n + 1;
	VEC_PUSH(r->arena, &r->origins, ((struct origin){r->words.n * ARM64_BYTES, addr}));
	if (!open && opened)
		relay_open(r, &s);
	relay_instruction(r, &s);
	if (open && !opened)
		relay_close(r, &s);
	*before = (struct running){true, opened, s.in.kind == INSN_CALL && !s.falls};
}

// Where control comes to at another depth than a function's entry, there is room in front
// for what lets Go's assembler know.
static void begin_piece(struct relaying *r, struct relay_piece *p)
{
	uint64_t first = p->start;
	while (first < p->end && !flow_at(&r->proof->flow, first))
		first += ARM64_BYTES;
	const struct flow_insn *f = flow_at(&r->proof->flow, first);
	if (f && f->depth)
		pad(r, BEHIND_CALL);
	align(r, p->align);
	p->at = r->words.n * ARM64_BYTES;
}

static void relay_piece(struct relaying *r, size_t i)
{
	struct running before = {0};
	struct relay_piece *p = &r->pieces.v[i];
	begin_piece(r, p);
	for (uint64_t addr = p->start; addr < p->end && !r->why; addr += ARM64_BYTES) {
		relay_one(r, i, addr, &before);
	}
	if (!p->used)
		pad(r, 1); // its symbol has a place, where nothing comes to
	p->at_end = r->words.n * ARM64_BYTES;
}

uint64_t relay_code(const struct relaying *r, uint64_t addr)
{
	if (addr < r->img->base || addr >= r->img->text_end)
		return 0;
	uint32_t word = r->moved[(addr - r->img->base) / ARM64_BYTES];
	const struct relay_piece *p = relay_piece_at(r, addr);
	if (word)
		return r->img->base + (uint64_t)(word - 1) * ARM64_BYTES;
	return p && p->start == addr ? r->img->base + p->at : 0;
}

void arm64_relay(struct arena *a, struct image *img, const struct proof *proof)
{
	struct relaying r = {.arena = a, .img = img, .proof = proof};
	r.moved = arena_alloc(a, (img->text_end - img->base) / ARM64_BYTES * sizeof *r.moved + 1);
	r.wide = arena_alloc(a, img->sections.n + 1);
	if (proof->flow.tables.n)
		relay_refuse(&r, proof->flow.tables.v[0].from, "jumps through a table: compile with -fno-jump-tables");
	relay_cut(&r);
	for (size_t i = 0; i < r.pieces.n && !r.why; i++)
		relay_piece(&r, i);
	if (!r.why)
		relay_image(&r, img);
	img->opaque = r.why;
}
