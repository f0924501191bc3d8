#include "report.h"

enum { MAX_TREE_DEPTH = 64 };

static void print_calls(const struct proof *proof, const struct proven *f, int depth, FILE *out)
{
	for (size_t i = 0; i < f->calls.n && depth < MAX_TREE_DEPTH; i++) {
		const struct proven *callee = &proof->funcs.v[f->calls.v[i].callee];
		fprintf(out, "%*s%s%s  frame %llu, in all %llu\n", 2 * depth + 2, "", callee->name,
		        f->calls.v[i].tail ? " (tail call)" : "", (unsigned long long)callee->frame,
		        (unsigned long long)callee->bound);
		print_calls(proof, callee, depth + 1, out);
	}
}

bool report_stack(struct build *b, const struct product *p, FILE *out)
{
	(void)b;
	for (size_t i = 0; i < p->calls.n; i++) {
		const struct bound *call = &p->calls.v[i];
		const struct proven *f = proof_of(p->proof, call->entry->addr);
		fprintf(out, "%s.%s -> %s  frame %llu, in all %llu bytes, %s\n", p->pkg->name, call->go->name, f->name,
		        (unsigned long long)f->frame, (unsigned long long)f->bound, f->promise_used ? "promised" : "proven");
		print_calls(p->proof, f, 1, out);
	}
	return true;
}
