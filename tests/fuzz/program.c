// program.c - programs that chance makes up, proven and placed.
//
// Bytes at random are hardly ever code that the prover accepts. So here they
// choose: functions of blocks, each at a stack depth of its own, that end as
// compilers end them, with more or less padding between them; constants in
// sections, which the code refers to, also by addresses outside of them.
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

enum {
	BASE = 0x10000,
	MAX_FUNCTIONS = 6,
	MAX_BLOCKS = 8,
	MAX_BLOCK_INSNS = 6,
	MAX_SECTIONS = 24,
};

enum fix_kind { TO_BLOCK, TO_SECTION };

// A field of `width` bytes at `at` that is to hold the distance to its target.
struct fix {
	enum fix_kind kind;
	size_t at;
	unsigned width, target; // function * MAX_BLOCKS + block, or the section
	int64_t offset;
	size_t from; // what the distance counts from
};

struct section {
	uint64_t size, align, entry, addr;
	uint8_t *bytes;
	int table; // of the function whose jump table this is, or -1
	unsigned to[4];
};

struct program {
	struct arena *arena;
	struct feed feed;
	VEC(uint8_t) code;
	VEC(struct fix) fixes;
	struct section sections[MAX_SECTIONS];
	unsigned nfunctions, nsections, nblocks[MAX_FUNCTIONS], cold[MAX_FUNCTIONS];
	int64_t depth[MAX_FUNCTIONS * MAX_BLOCKS], at; // at: the depth now
	size_t place[MAX_FUNCTIONS * MAX_BLOCKS];
	unsigned self;
	struct image img;
};

static unsigned pick(struct program *p, unsigned n)
{
	return feed_byte(&p->feed) % n;
}

static void put(struct program *p, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		VEC_PUSH(p->arena, &p->code, (uint8_t)bytes[i]);
}

#define PUT(p, bytes) put(p, bytes, sizeof(bytes) - 1)

static void put_number(struct program *p, int64_t v, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		VEC_PUSH(p->arena, &p->code, (uint8_t)(v >> 8 * i));
}

static void put_fix(struct program *p, enum fix_kind kind, unsigned width, unsigned target, int64_t offset)
{
	VEC_PUSH(p->arena, &p->fixes, (struct fix){kind, p->code.n, width, target, offset, p->code.n + width});
	put_number(p, 0, width);
}

static void move_stack(struct program *p, int64_t n)
{
	unsigned how = pick(p, 6);
	int64_t size = n < 0 ? -n : n;
	while (how < 2 && n && size <= 32) { // push and pop, of low and of high registers
		const char *one = n > 0 ? how ? "\x41\x54" : "\x53" : how ? "\x41\x59" : "\x59";
		put(p, one, how + 1);
		n += n > 0 ? -8 : 8;
	}
	if (!n)
		return;
	if (how == 2) {
		PUT(p, "\x48\x8d\xa4\x24"); // lea rsp,[rsp-n]
		put_number(p, -n, 4);
	} else if (how == 3) {
		put(p, n > 0 ? "\x48\x81\xec" : "\x48\x81\xc4", 3);
		put_number(p, size, 4);
	} else if (how == 4) {
		put(p, n > 0 ? "\x2e\x48\x81\xec" : "\x2e\x48\x81\xc4", 4);
		put_number(p, size, 4);
	} else if (size <= 127) {
		put(p, n > 0 ? "\x48\x83\xec" : "\x48\x83\xc4", 3);
		put_number(p, size, 1);
	} else {
		put(p, n > 0 ? "\x48\x81\xec" : "\x48\x81\xc4", 3);
		put_number(p, size, 4);
	}
}

static void go_to_depth(struct program *p, int64_t depth)
{
	move_stack(p, depth - p->at);
	p->at = depth;
}

static void pad(struct program *p)
{
	for (unsigned n = pick(p, 3) ? 0 : pick(p, 20); n; n--)
		PUT(p, "\xcc");
}

// An operand, often outside of the constant that it means.
static void refer_to_constant(struct program *p)
{
	static const int offsets[] = {0, 0, 0, 4, 8, -4, -8, -64, 64};
	unsigned s = pick(p, p->nsections);
	int64_t offset = offsets[pick(p, 9)];
	if (p->sections[s].entry)
		offset = offset > 0 && (uint64_t)offset + 4 <= p->sections[s].size ? offset : 0;
	switch (pick(p, 5)) {
	case 0:
		PUT(p, "\x8b\x05"); // mov eax,[rip+x]
		put_fix(p, TO_SECTION, 4, s, offset);
		break;
	case 1:
		PUT(p, "\x0f\x10\x05"); // movups xmm0,[rip+x]
		put_fix(p, TO_SECTION, 4, s, offset);
		break;
	case 2:
		PUT(p, "\x4c\x8d\x05"); // lea r8,[rip+x]
		put_fix(p, TO_SECTION, 4, s, offset);
		break;
	case 3:
		PUT(p, "\x8d\x05"); // lea eax,[rip+x]
		put_fix(p, TO_SECTION, 4, s, offset);
		break;
	default:
		PUT(p, "\x81\x3d"); // cmp dword [rip+x],7
		put_fix(p, TO_SECTION, 4, s, offset);
		p->fixes.v[p->fixes.n - 1].from += 4;
		put_number(p, 7, 4);
	}
}

// Mostly of a later function: recursion wants a promise.
static unsigned some_function(struct program *p)
{
	unsigned f = p->self + 1 + pick(p, MAX_FUNCTIONS);
	return f < p->nfunctions ? f : pick(p, 16) ? p->nfunctions - 1 : pick(p, p->nfunctions);
}

static void call(struct program *p)
{
	if (!pick(p, 6))
		PUT(p, "\x67"); // as ld makes of a call through the GOT
	PUT(p, "\xe8");
	put_fix(p, TO_BLOCK, 4, some_function(p) * MAX_BLOCKS, 0);
}

static void some_instruction(struct program *p)
{
	switch (pick(p, 9)) {
	case 0:
	case 1:
		PUT(p, "\x8b\x06"); // mov eax,[rsi]
		break;
	case 2:
		PUT(p, "\x8b\x86\x00\x01\x00\x00"); // mov eax,[rsi+0x100]
		break;
	case 3:
		PUT(p, "\x31\xc0"); // xor eax,eax
		break;
	case 4:
		PUT(p, "\x90");
		break;
	case 5:
		refer_to_constant(p);
		break;
	case 6:
		PUT(p, "\x48\x8d\x05"); // lea rax,[rip+function]
		put_fix(p, TO_BLOCK, 4, some_function(p) * MAX_BLOCKS, 0);
		break;
	case 7:
		call(p);
		break;
	default:
		go_to_depth(p, 8 * (int64_t)pick(p, 5));
	}
}

// A block of the same function, but for now and then.
static unsigned some_block(struct program *p)
{
	unsigned f = pick(p, 24) ? p->self : pick(p, p->nfunctions);
	return f * MAX_BLOCKS + pick(p, p->nblocks[f]);
}

static void branch(struct program *p, const char *near, size_t n, const char *far, size_t m, unsigned to)
{
	go_to_depth(p, p->depth[to]);
	if (pick(p, 3))
		put(p, near, n);
	else
		put(p, far, m);
	put_fix(p, TO_BLOCK, p->code.v[p->code.n - 1] == (uint8_t)far[m - 1] ? 4 : 1, to, 0);
}

static void jump_table(struct program *p)
{
	struct section *s = &p->sections[p->nsections];
	if (p->nsections == MAX_SECTIONS)
		return;
	unsigned first = p->self * MAX_BLOCKS + pick(p, p->nblocks[p->self]);
	*s = (struct section){.size = 16, .align = 4, .table = (int)p->self};
	s->bytes = arena_alloc(p->arena, s->size);
	for (unsigned i = 0; i < 4; i++) { // all to blocks of the same depth
		s->to[i] = p->self * MAX_BLOCKS + pick(p, p->nblocks[p->self]);
		s->to[i] = p->depth[s->to[i]] == p->depth[first] ? s->to[i] : first;
	}
	go_to_depth(p, p->depth[first]);
	PUT(p, "\x83\xe7\x03"); // and edi,3: of four elements
	PUT(p, "\x48\x8d\x15"); // lea rdx,[rip+table]
	put_fix(p, TO_SECTION, 4, p->nsections++, 0);
	PUT(p, "\x48\x63\x04\xba"); // movsxd rax,dword [rdx+rdi*4]
	PUT(p, "\x48\x01\xd0");     // add rax,rdx
	PUT(p, "\xff\xe0");         // jmp rax
}

static void end_block(struct program *p, unsigned next)
{
	switch (pick(p, 9)) {
	case 0:
	case 1:
		go_to_depth(p, 0);
		PUT(p, "\xc3");
		break;
	case 2:
		branch(p, "\xeb", 1, "\xe9", 1, some_block(p));
		break;
	case 3:
		branch(p, "\x75", 1, "\x0f\x85", 2, some_block(p));
		go_to_depth(p, p->depth[next]);
		return;
	case 4:
		go_to_depth(p, 0);
		PUT(p, "\xe9");
		put_fix(p, TO_BLOCK, 4, some_function(p) * MAX_BLOCKS, 0);
		break;
	case 5:
		PUT(p, "\x0f\x0b"); // ud2
		break;
	case 6:
		call(p);
		if (pick(p, 2))
			go_to_depth(p, p->depth[next]);
		break;
	case 7:
		jump_table(p);
		break;
	default:
		go_to_depth(p, p->depth[next]);
		return;
	}
	pad(p);
}

static void add_symbol(struct program *p, const char *name, size_t from)
{
	if (p->code.n > from)
		VEC_PUSH(p->arena, &p->img.symbols, (struct symbol){name, BASE + from, p->code.n - from, true, p->img.symbols.n % 2});
}

static void make_blocks(struct program *p, unsigned f, unsigned from, unsigned to, const char *name)
{
	size_t start = p->code.n;
	p->self = f;
	for (unsigned b = from; b < to; b++) {
		unsigned id = f * MAX_BLOCKS + b;
		p->place[id] = p->code.n;
		p->at = p->depth[id];
		for (unsigned n = pick(p, MAX_BLOCK_INSNS); n; n--)
			some_instruction(p);
		end_block(p, b + 1 < p->nblocks[f] ? id + 1 : (f + 1) % p->nfunctions * MAX_BLOCKS);
	}
	add_symbol(p, name, start);
	pad(p);
}

static void make_sections(struct program *p)
{
	static const unsigned sizes[] = {16, 64, 600, 8, 32};
	p->nsections = 1 + pick(p, 5);
	for (unsigned i = 0; i < p->nsections; i++) {
		unsigned kind = pick(p, 5);
		struct section s = {.size = sizes[kind], .align = 4U << pick(p, 4), .entry = kind == 4 ? 8 : 0, .table = -1};
		s.bytes = arena_alloc(p->arena, s.size);
		for (uint64_t k = 0; k < s.size; k++)
			s.bytes[k] = (uint8_t)(k * 37 + i * 11);
		p->sections[i] = s;
	}
}

static void make_program(struct program *p)
{
	static const int64_t depths[] = {0, 0, 8, 8, 16, 40, 128, 136, 24, 600};
	p->nfunctions = 1 + pick(p, MAX_FUNCTIONS);
	make_sections(p);
	for (unsigned f = 0; f < p->nfunctions; f++) {
		p->nblocks[f] = 1 + pick(p, MAX_BLOCKS);
		for (unsigned b = 1; b < p->nblocks[f]; b++)
			p->depth[f * MAX_BLOCKS + b] = depths[pick(p, 10)];
		p->cold[f] = pick(p, 3) ? p->nblocks[f] : 1 + pick(p, p->nblocks[f]);
	}
	for (unsigned f = 0; f < p->nfunctions; f++)
		make_blocks(p, f, 0, p->cold[f], arena_printf(p->arena, "f%u", f));
	for (unsigned f = 0; f < p->nfunctions; f++)
		if (p->cold[f] < p->nblocks[f])
			make_blocks(p, f, p->cold[f], p->nblocks[f], arena_printf(p->arena, "f%u.cold", f));
	PUT(p, "\xcc");
}

// The constants behind the code, each section where its alignment wants it.
static uint8_t *link_sections(struct program *p)
{
	uint64_t end = BASE + p->code.n;
	VEC_PUSH(p->arena, &p->img.sections, (struct input_section){BASE, end, 16, 0});
	p->img.text_end = end;
	for (unsigned i = 0; i < p->nsections; i++) {
		struct section *s = &p->sections[i];
		s->addr = (end + s->align - 1) & ~(s->align - 1);
		end = s->addr + s->size;
		VEC_PUSH(p->arena, &p->img.sections, (struct input_section){s->addr, end, s->align, s->entry});
	}
	p->img.size = end - BASE;
	uint8_t *bytes = malloc(p->img.size); // of exactly this size: reading past the image shows
	fuzz_check(bytes, "no memory");
	memset(bytes, 0xcc, p->img.size);
	memcpy(bytes, p->code.v, p->code.n);
	for (unsigned i = 0; i < p->nsections; i++)
		memcpy(bytes + (p->sections[i].addr - BASE), p->sections[i].bytes, p->sections[i].size);
	return bytes;
}

// What the linker would fill in; false when a short jump is too far.
static bool link_fixes(struct program *p, uint8_t *bytes)
{
	for (size_t i = 0; i < p->fixes.n; i++) {
		const struct fix *x = &p->fixes.v[i];
		uint64_t to = x->kind == TO_BLOCK ? BASE + p->place[x->target] : p->sections[x->target].addr + (uint64_t)x->offset;
		int64_t distance = (int64_t)(to - (BASE + x->from));
		if (x->width == 1 && distance != (int8_t)distance)
			return false;
		memcpy(bytes + x->at, &distance, x->width);
		if (x->kind == TO_SECTION)
			VEC_PUSH(p->arena, &p->img.relocs, (struct reloc){.addr = BASE + x->at, .type = R_X86_64_PC32, .symbol = "",
			                                                 .section = p->sections[x->target].addr});
	}
	return true;
}

static void put_element(struct program *p, uint8_t *bytes, uint64_t addr, uint64_t from, uint64_t to, uint64_t section)
{
	int32_t element = (int32_t)(int64_t)(to - from);
	memcpy(bytes + (addr - BASE), &element, sizeof element);
	VEC_PUSH(p->arena, &p->img.relocs, (struct reloc){.addr = addr, .type = R_X86_64_PC32, .symbol = "", .section = section});
}

static void link_constants(struct program *p, uint8_t *bytes)
{
	for (unsigned i = 0; i < p->nsections; i++) {
		const struct section *s = &p->sections[i], *other = &p->sections[pick(p, p->nsections)];
		if (s->table >= 0) {
			for (unsigned k = 0; k < 4; k++)
				put_element(p, bytes, s->addr + 4 * k, s->addr, BASE + p->place[s->to[k]], BASE);
		} else if (!s->entry && !other->entry && other->table < 0 && pick(p, 6) == 5) {
			put_element(p, bytes, s->addr, s->addr, other->addr + 4 * (uint64_t)pick(p, 2), other->addr);
		}
	}
}

void fuzz_program(const uint8_t *data, size_t size)
{
	struct fuzz_build f;
	struct gopkg pkg = {.dir = "."};
	struct proof proof = {0};
	fuzz_build_start(&f);
	struct program *p = arena_alloc(f.b.arena, sizeof *p);
	*p = (struct program){.arena = f.b.arena, .feed = {data, size}, .img = {.arch = f.b.arch, .fd = -1, .dir = ".", .base = BASE, .align = 64}};
	make_program(p);
	uint8_t *bytes = link_sections(p);
	p->img.bytes = bytes;
	VEC_PUSH(p->arena, &pkg.cflags, "-march=x86-64-v3");
	if (p->img.symbols.n && link_fixes(p, bytes)) {
		link_constants(p, bytes);
		const struct symbol *entry = &p->img.symbols.v[0];
		prove_entries(&f.b, &pkg, &p->img, &entry, 1, &proof);
		if (diag_status(&f.diags) == EXIT_DONE) {
			fuzz_check_proof(&proof, &pkg, f.b.arch);
			for (size_t i = 0; i < proof.funcs.n; i++)
				fuzz_run(p->arena, &p->img, &proof.funcs.v[i], i + size);
			fuzz_place(p->arena, &p->img, &proof);
		}
	}
	free(bytes);
	fuzz_build_end(&f);
}
