// relayput.c - words of the new code, and what each has to be decoded as.
#include "arch/arm64/relayword.h"

void relay_refuse(struct relaying *r, uint64_t addr, const char *why)
{
	const struct symbol *s = image_function_at(r->img, addr);
	if (r->why)
		return;
	uint64_t offset = addr - (s ? s->addr : r->img->base);
	r->why = arena_printf(r->arena, "%s+0x%llx %s", s ? s->name : "code", (unsigned long long)offset, why);
}

void relay_put(struct relaying *r, const struct relay_site *s, uint32_t word, const struct insn *want)
{
	struct insn *copy = want ? arena_alloc(r->arena, sizeof *copy) : NULL;
	if (copy)
		*copy = *want;
	VEC_PUSH(r->arena, &r->words, (struct relay_word){.word = word, .from = s->in.addr, .want = copy});
}

struct operand relay_whole(uint8_t reg)
{
	return (struct operand){.kind = OPERAND_REGISTER, .reg = reg, .bits = 64};
}

void relay_put_sum(struct relaying *r, const struct relay_site *s, uint8_t to, uint8_t from, int64_t n)
{
	enum { LOW = 4095 };
	uint32_t words[A64_ADD_WORDS];
	size_t count = a64_add(words, to, from, n);
	int64_t size = n < 0 ? -n : n;
	if (!count)
		relay_refuse(r, s->in.addr, "has an offset of more than 16 MiB");
	for (size_t i = 0; i < count; i++, from = to) {
		int64_t part = count == 1 ? size : i == 0 ? size & ~(int64_t)LOW : size & LOW;
		struct insn want = {
			.kind = n < 0 ? INSN_SUB : INSN_ADD, .to = relay_whole(to), .a = relay_whole(from),
			.b = {.kind = OPERAND_IMMEDIATE, .bits = 64, .imm = part},
			.reads = relay_bit(from), .data = relay_bit(from), .writes = relay_bit(to),
		};
		relay_put(r, s, words[i], &want);
	}
}

static void rename_place(struct place *at, uint8_t from, uint8_t to)
{
	at->base = at->base == from ? to : at->base;
	at->index = at->index == from ? to : at->index;
}

void relay_rename_set(regset *set, uint8_t from, uint8_t to)
{
	if (*set & relay_bit(from))
		*set = (*set & ~relay_bit(from)) | relay_bit(to);
}

// renamed is the instruction with another register for the one that it reads.
static struct insn renamed(struct insn in, uint8_t from, uint8_t to)
{
	struct operand *const all[] = {&in.a, &in.b, &in.a2, &in.to, &in.to2};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		bool is_target = all[i] == &in.to || all[i] == &in.to2;
		if (all[i]->kind == OPERAND_REGISTER && all[i]->reg == from && !is_target)
			all[i]->reg = to;
		if (all[i]->kind == OPERAND_MEMORY)
			rename_place(&all[i]->at, from, to);
	}
	for (int k = 0; k < in.accesses; k++)
		rename_place(&in.access[k].at, from, to);
	relay_rename_set(&in.reads, from, to);
	relay_rename_set(&in.data, from, to);
	return in;
}

static bool decodes_as(const struct relaying *r, uint32_t word, const struct insn *want)
{
	uint8_t bytes[ARM64_BYTES];
	struct insn in;
	a64_write(bytes, word);
	return r->img->arch->decode(bytes, sizeof bytes, want->addr, &in) && relay_means_same(&in, want);
}

void relay_put_renamed(struct relaying *r, const struct relay_site *s, uint8_t from)
{
	static const int fields[] = {A64_RN, A64_RM, A64_RT, A64_RT2};
	enum { FIELDS = sizeof fields / sizeof *fields };
	struct insn want = renamed(s->in, from, RELAY_SCRATCH);
	for (unsigned set = 1; set < 1u << FIELDS; set++) {
		uint32_t word = s->word;
		bool has = true;
		for (int i = 0; i < FIELDS; i++)
			if (set >> i & 1) {
				has &= a64_field(word, fields[i]) == from;
				word = a64_with(word, fields[i], RELAY_SCRATCH);
			}
		if (!has || !decodes_as(r, word, &want))
			continue;
		relay_put(r, s, word, &want);
		return;
	}
	relay_refuse(r, s->in.addr, "uses a register of the frame in an instruction that cannot be written otherwise");
}
