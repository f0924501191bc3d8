// objects.c - what of the stack a compiler's code never gets to by an index.
//
// A compiler adds a register to an address of its frame for an element of one of C's
// own objects; what it keeps for itself it addresses by constants. Where the register
// holds a number that leads to a saved register, above the frame or below it, that
// number never gets there: loops are unrolled further than the array is long, and only
// ranges that are not followed say that they do not run. (Or it is an element of the
// stack arguments.) So the access is one of some element, as with any other index
// that nothing bounds.
#include "prove/objects.h"

bool objects_exclude(const struct ground *g, const struct state *s, int64_t offset, bool inexact, int64_t bytes)
{
	const struct value sp = s->reg[g->arch->regs.sp];
	int64_t most = -bytes - (inexact ? s->slack : 0); // so that it ends below the return address
	int64_t least = sp.a + (sp.inexact && !inexact ? s->slack : 0) - g->arch->stack.red_zone;
	bool outside = offset < least || offset > most;
	return g->compiled && (outside || state_keeps(s, offset, inexact, bytes));
}
