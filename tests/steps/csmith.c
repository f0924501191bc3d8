// csmith.c - programs of csmith's, and the ways in which they are compiled.
#include "session.h"

#include <stdio.h>
#include <stdlib.h>

const struct way ways[] = {
	{"clang", {"-O0"}}, {"clang", {"-O1"}}, {"clang", {"-O2"}}, {"clang", {"-O3"}}, {"clang", {"-Os"}},
	{"gcc", {"-O0"}}, {"gcc", {"-O1"}}, {"gcc", {"-O2"}}, {"gcc", {"-O3"}}, {"gcc", {"-Os"}},
};
const size_t ways_n = sizeof ways / sizeof *ways;

// Options that make programs differ in kind.
static const char *const shapes[] = {
	"--max-funcs 6", "--max-funcs 12 --max-block-size 3 --max-block-depth 3",
	"--max-funcs 4 --max-struct-fields 20 --max-array-len-per-dim 12",
	"--max-funcs 8 --no-bitfields --max-expr-complexity 5", "--max-funcs 20 --max-block-size 2 --max-block-depth 2",
	"--max-funcs 5 --no-volatiles --max-pointer-depth 3",
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

// csmith's function becomes visible. Some seeds keep csmith busy for long: these are passed over.
bool csmith_write(struct session *s, size_t i, const char *path)
{
	char line[800];
	snprintf(line, sizeof line,
	         "cd '%s' && timeout 10 csmith --seed %llu --no-checksum --nomain --quiet --concise %s %s >raw.c && "
	         "sed 's/^static \\(.*func_1(\\)/\\1/; s/^static \\(.*func_[0-9]*(\\)/%sstatic \\1/; "
	         "s/volatile uint64_t csmith_sink_ = 0;//' raw.c >'%s' && [ $(stat -c %%s raw.c) -lt 100000 ]",
	         s->dir, (unsigned long long)draw(s, UINT32_MAX), shapes[i % SHAPES], i % 3 ? "--no-global-variables" : "",
	         i % 2 ? "__attribute__((noinline)) " : "", path);
	return system(line) == 0;
}
