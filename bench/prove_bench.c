// prove_bench: how long the proof takes, and how it grows with the image.
//
// Makes C files of N and 2N functions with loops, branches, switches and
// calls, compiles and links them by the tool's own stages, and times *prove*
// and *check* alone: the medians of several runs, the two sizes taking turns.
#include "arch/arch.h"
#include "base/files.h"
#include "check/check.h"
#include "link/compile.h"
#include "link/image.h"
#include "link/reduce.h"
#include "link/toolchain.h"
#include "prove/prove.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { FUNCTIONS = 2000, ROUNDS = 9 };

struct subject {
	struct gopkg pkg;
	struct image img;
	const struct symbol **entries;
	size_t n;
	double seconds[ROUNDS], check[ROUNDS];
};

// Each function calls two of the ones before it at different distances, so
// that the graph is deep and shared; the call depth stays logarithmic.
static bool write_source(const char *path, int n)
{
	FILE *f = fopen(path, "w");
	if (!f)
		return false;
	fputs("#include <stdint.h>\n", f);
	for (int i = 0; i < n; i++) {
		fprintf(f, "__attribute__((noinline)) uint64_t f%d(uint64_t *p, uint64_t x) {\n\tuint64_t a[%d]; uint64_t s = x;\n", i,
		        4 + i % 13);
		fprintf(f, "\tfor (unsigned i = 0; i < %d; i++) a[i] = p[i] * (s ^= s >> %d) + i;\n", 4 + i % 13, 1 + i % 31);
		fprintf(f, "\tfor (unsigned i = 1; i < %d; i++) s += a[i] * a[i - 1] ^ (s << %d);\n", 4 + i % 13, 1 + i % 17);
		fprintf(f, "\tswitch (s %% 7) { case 0: s += p[1]; break; case 1: s *= p[2]; break; case 2: s ^= p[3] >> 3; break;"
		           " case 3: s -= p[4]; break; case 4: p[0] = s; break; case 5: s += a[2]; break; }\n");
		if (i > 1)
			fprintf(f, "\tif (s & 1) s += f%d(a, s); else s ^= f%d(p, s + a[0]);\n", i / 2, i / 3);
		fputs("\treturn s ^ a[3];\n}\n", f);
	}
	return fclose(f) == 0;
}

static bool prepare(struct build *b, int n, struct subject *s)
{
	struct toolchain tools = {0};
	struct objects objects = {0};
	struct reduced reduced = {0};
	const char *path = arena_printf(b->arena, "%s/subject%d.c", b->tmp, n);
	s->pkg.dir = "/";
	if (!write_source(path, n) || !toolchain_find(b, &tools))
		return false;
	VEC_PUSH(b->arena, &s->pkg.sources, (struct input){.path = path, .pos = {path, 1, 1}});
	for (int i = 0; i < n; i++)
		VEC_PUSH(b->arena, &s->pkg.funcs, (struct gofunc){.name = "F", .c_name = arena_printf(b->arena, "f%d", i), .pos = {path, 1, 1}});
	compile_sources(b, &tools, &s->pkg, &objects);
	if (!objects.paths.n || !reduce_objects(b, &tools, &s->pkg, &objects, &reduced) || 
	    !image_link(b, &tools, &s->pkg, &reduced, &s->img))
		return false;
	s->n = reduced.funcs.n;
	s->entries = arena_alloc(b->arena, s->n * sizeof *s->entries);
	for (size_t i = 0; i < s->n; i++)
		s->entries[i] = image_symbol(&s->img, reduced.funcs.v[i]->c_name);
	return true;
}

static double between(struct timespec from, struct timespec to)
{
	return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static bool time_once(struct subject *s, int round)
{
	struct arena *a = arena_new();
	struct diags d = {.arena = a};
	struct build b = {.arena = a, .diags = &d, .arch = &arch_amd64};
	struct proof proof = {0};
	struct timespec t0, t1, t2;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t0);
	prove_entries(&b, &s->pkg, &s->img, s->entries, s->n, &proof);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t1);
	bool ok = check_proof(&b, &s->img, s->entries, s->n, &s->pkg, &proof);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t2);
	s->seconds[round] = between(t0, t1);
	s->check[round] = between(t1, t2);
	ok = ok && d.list.n == 0 && proof.funcs.n == s->n;
	if (!ok)
		diag_print(&d, stderr);
	arena_free(a);
	return ok;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static double median(double seconds[ROUNDS])
{
	qsort(seconds, ROUNDS, sizeof *seconds, by_value);
	return seconds[ROUNDS / 2];
}

int main(void)
{
	struct arena *a = arena_new();
	struct diags d = {.arena = a};
	char tmp[] = "/tmp/prove_bench.XXXXXX";
	struct build b = {.arena = a, .diags = &d, .tmp = mkdtemp(tmp), .csrc = "csrc", .arch = &arch_amd64, .jobs = 1};
	struct subject one = {0}, two = {0};
	if (!b.tmp || !prepare(&b, FUNCTIONS, &one) || !prepare(&b, 2 * FUNCTIONS, &two)) {
		diag_print(&d, stderr);
		return 1;
	}
	for (int i = 0; i < ROUNDS; i++)
		if (!time_once(&one, i) || !time_once(&two, i))
			return 1;
	double t1 = median(one.seconds), t2 = median(two.seconds), c1 = median(one.check), c2 = median(two.check);
	printf("%zu functions, %.2f MB of code: proven in %.3f s, checked in %.3f s\n", one.n, (double)one.img.size / 1e6, t1, c1);
	printf("%zu functions, %.2f MB of code: proven in %.3f s, checked in %.3f s, %.2f times as long for %.2f times the image\n",
	       two.n, (double)two.img.size / 1e6, t2, c2, (t2 + c2) / (t1 + c1), (double)two.img.size / (double)one.img.size);
	image_close(&one.img);
	image_close(&two.img);
	folder_remove(b.tmp);
	arena_free(a);
	return 0;
}
