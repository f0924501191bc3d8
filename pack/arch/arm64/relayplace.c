// relayplace.c - places in the frame, as C has it and as it is laid out anew.
#include "arch/arm64/relayword.h"

bool relay_inside(const struct relay_site *s)
{
	return s->frame->bytes && (s->depth > 0 || s->after > 0);
}

bool relay_offset(const struct relay_site *s, uint8_t reg, int64_t *offset)
{
	*offset = reg == ARM64_SP ? -s->depth : s->fp;
	return reg == ARM64_SP || (reg == ARM64_FP && s->framed);
}

static int64_t local_offset(const struct relay_site *s, int64_t offset)
{
	return offset + s->frame->deepest + RELAY_HEAD;
}

static int64_t argument_offset(const struct relay_site *s, int64_t offset)
{
	return offset + RELAY_HEAD + (relay_inside(s) ? s->frame->bytes : 0);
}

int64_t relay_new_offset(struct relaying *r, const struct relay_site *s, int64_t offset, int64_t bytes)
{
	if (offset >= 0)
		return argument_offset(s, offset);
	if (!relay_inside(s))
		relay_refuse(r, s->in.addr, "uses the stack below its stack pointer");
	if (offset + bytes > 0)
		relay_refuse(r, s->in.addr, "accesses its frame and its arguments at once");
	return local_offset(s, offset);
}

int64_t relay_address(struct relaying *r, const struct relay_site *s, int64_t offset, uint8_t reg)
{
	if (offset < 0 || !s->frame->deepest)
		return relay_new_offset(r, s, offset, 0);
	enum relay_use use = !s->frame->apart ? RELAY_LOCAL : reg == REG_NONE ? RELAY_UNKNOWN : relay_use_of(r, insn_end(&s->in), reg, offset);
	if (use == RELAY_UNKNOWN)
		relay_refuse(r, s->in.addr,
		             "takes the address right behind its frame, which may mean the frame or the arguments behind it");
	if (use != RELAY_LOCAL)
		return argument_offset(s, offset);
	return local_offset(s, offset) - (relay_inside(s) ? 0 : s->frame->bytes);
}

regset relay_loaded(const struct insn *in)
{
	return in->accesses ? in->writes & (in->back.bytes ? ~relay_bit(in->back.reg) : ~(regset)0) : 0;
}

bool relay_accesses_stack(const struct relay_site *s, int64_t *offset)
{
	const struct place *at = &s->in.access[0].at;
	if (!s->in.accesses || at->pc_relative || !relay_offset(s, at->base, offset))
		return false;
	*offset += at->disp;
	return true;
}

bool relay_keeps(const struct relay_site *s)
{
	const struct insn *in = &s->in;
	const regset record = relay_bit(ARM64_FP) | relay_bit(ARM64_LINK);
	const regset frame = relay_bit(ARM64_SP) | (s->framed ? relay_bit(ARM64_FP) : 0);
	regset moved = in->data | relay_loaded(in);
	int64_t offset;
	if (in->kind == INSN_CALL)
		return false;
	if (relay_accesses_stack(s, &offset)) {
		bool plain = in->access[0].at.index == REG_NONE, own = offset < 0;
		return plain && (own ? in->kind == INSN_MOVE && moved && !(moved & ~record) : !(moved & (record | frame)));
	}
	if (in->accesses || (in->writes & ~(record | relay_bit(ARM64_SP))))
		return !(in->writes & record) && !(in->reads & frame);
	return !(in->writes & relay_bit(ARM64_LINK));
}
