// text.c - "[x1, #8]!", "[x1], #16", "[sp, w3, uxtw #2]", and the distance that ends a branch or an adr.
#include "text.h"

#include "arch/arm64/decode.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// x7 and w7 are 7, sp 31; -1: no register.
static int register_at(const char *s)
{
	if (strncmp(s, "sp", 2) == 0)
		return ARM64_SP;
	if ((*s != 'x' && *s != 'w') || (!isdigit((unsigned char)s[1]) && strncmp(s + 1, "zr", 2) != 0))
		return -1;
	return isdigit((unsigned char)s[1]) ? atoi(s + 1) : -2;
}

static const char *place_differs(const char *bracket, const struct insn *in)
{
	const struct place *at = &in->access[0].at;
	const char *close = strchr(bracket, ']'), *comma = strchr(bracket, ',');
	const char *second = comma && comma < close ? comma + 2 : NULL;
	const char *behind = close[1] == ',' ? close + 3 : NULL;
	bool pre = close[1] == '!';
	int64_t disp = second && *second == '#' ? strtoll(second + 1, NULL, 0) : 0;
	int64_t back = pre ? disp : behind && *behind == '#' ? strtoll(behind + 1, NULL, 0) : 0;
	int index = second && *second != '#' ? register_at(second) : -1;
	if (register_at(bracket + 1) != at->base)
		return "base";
	if (disp != at->disp)
		return "displacement";
	if (back != in->back.bytes || (back && in->back.reg != at->base))
		return "write-back";
	if ((pre || behind) && !(in->writes >> at->base & 1))
		return "write of the base";
	if (index < 0)
		return at->index != REG_NONE ? "index" : NULL;
	bool plain = *second == 'x' && !strstr(second, "sxtx") && at->scale > 0;
	const char *lsl = strstr(second, "lsl #");
	int scale = lsl ? 1 << atoi(lsl + 5) : 1;
	if (!plain || scale > 8)
		return at->index != REG_OTHER && at->index != index ? "index" : NULL;
	return at->index != index || at->scale != scale ? "index and scale" : NULL;
}

static const char *distance_differs(const char *text, const struct insn *in)
{
	const char *number = strrchr(text, '#');
	bool page = strstr(text, "adrp") != NULL;
	uint64_t from = page ? in->addr & ~UINT64_C(0xfff) : in->addr;
	if (!number)
		return "distance";
	return from + (uint64_t)strtoll(number + 1, NULL, 0) != in->refers ? "place" : NULL;
}

const char *text_differs(const char *text, const struct insn *in)
{
	const char *bracket = strchr(text, '[');
	if (in->width)
		return distance_differs(text, in);
	// of a vector's elements there are brackets, too
	return in->accesses && bracket ? place_differs(strrchr(text, '['), in) : NULL;
}
