#include "arch/arm64/goabi.h"

#include "arch/gowords.h"

struct go_call arm64_go_assign(struct arena *a, const struct gofunc *f)
{
	static const uint8_t ints[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
	static const struct go_registers regs = {ints, sizeof ints, 16};
	return gowords_assign(a, f, &regs);
}
