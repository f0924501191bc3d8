#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "placing.h"

void placing_section(struct proving *p, uint64_t start, uint64_t end, uint64_t align, uint64_t entry)
{
	VEC_PUSH(p->arena, &p->img.sections, (struct input_section){start, end, align, entry});
}

void placing_reloc(struct proving *p, uint64_t addr, uint64_t section)
{
	VEC_PUSH(p->arena, &p->img.relocs, (struct reloc){.addr = addr, .type = R_X86_64_PC32, .symbol = "", .section = section});
}

struct placement placing_run(struct proving *p)
{
	struct placement out;
	if (!proving_run(p))
		fail_msg("%s", told(&p->diags));
	place_image(p->arena, &p->img, &p->proof, "", &out);
	return out;
}

struct placement placing_code(struct proving *p)
{
	placing_section(p, p->img.base, p->img.text_end, 16, 0);
	return placing_run(p);
}

static const char *render_op(struct arena *a, const struct op *op)
{
	static const char letters[] = "buoacjlg";
	const char *mark = op->stack.vague ? "?" : op->live && !op->stack.exact ? "!" : "";
	return arena_printf(a, op->live ? "%c%s" : "(%c)%s", letters[op->kind], mark);
}

const char *placing_render(struct arena *a, const struct placement *p)
{
	const char *s = "";
	for (size_t i = 0; i < p->texts.n; i++) {
		const struct text *t = &p->texts.v[i];
		s = arena_printf(a, "%s%s%s%s ", s, i ? " | " : "", t->name, t->deep ? "*" : "");
		for (size_t k = 0, pad = 0; k < t->ops.n; k++) {
			bool last = k + 1 == t->ops.n || t->ops.v[k + 1].kind != OP_PAD;
			if (t->ops.v[k].kind != OP_PAD)
				s = arena_printf(a, "%s%s", s, render_op(a, &t->ops.v[k]));
			else if (++pad, last)
				s = pad > 3 ? arena_printf(a, "%s.%zu", s, pad) : arena_printf(a, "%s%.*s", s, (int)pad, "...");
			pad = last ? 0 : pad;
		}
	}
	return s;
}
