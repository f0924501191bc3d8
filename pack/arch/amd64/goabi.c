#include "arch/amd64/goabi.h"

#include "arch/amd64/decode.h"
#include "arch/gowords.h"

static const uint8_t ints[] = {RAX, RBX, RCX, RDI, RSI, R8, R9, R10, R11};

struct go_call goabi_assign(struct arena *a, const struct gofunc *f)
{
	static const struct go_registers regs = {ints, sizeof ints, 15};
	return gowords_assign(a, f, &regs);
}
