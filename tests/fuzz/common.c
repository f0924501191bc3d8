#define _GNU_SOURCE
#include "fuzz.h"

#include "arch/arch.h"
#include "trampolines/imagetext.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

const struct fuzz_target fuzz_targets[] = {
	{"bind", fuzz_bind}, {"code", fuzz_code},       {"code64", fuzz_code64},   {"edit", fuzz_edit},
	{"fuse", fuzz_fuse}, {"image", fuzz_image},
	{"json", fuzz_json}, {"objfile", fuzz_objfile}, {"program", fuzz_program}, {"text", fuzz_text},
	{NULL, NULL},
};

// libdw makes room for as many registers as unwind information names, up to
// 2 GB at each address: such a request fails here. Our own code must not want
// as much for an input of this size (arena_alloc would end the program).
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "max_allocation_size_mb=32:allocator_may_return_null=1:detect_leaks=1";
}

void fuzz_check(bool ok, const char *broken)
{
	if (ok)
		return;
	fprintf(stderr, "fuzz: %s\n", broken);
	abort();
}

void fuzz_build_start(struct fuzz_build *f)
{
	struct arena *a = arena_new();
	*f = (struct fuzz_build){.diags = {.arena = a}};
	f->b = (struct build){.arena = a, .diags = &f->diags, .tmp = "/nonexistent", .csrc = "csrc", .arch = &arch_amd64};
}

void fuzz_build_end(struct fuzz_build *f)
{
	static FILE *nowhere;
	if (!nowhere)
		nowhere = fopen("/dev/null", "w");
	fuzz_check(nowhere, "cannot open /dev/null");
	diag_print(&f->diags, nowhere);
	arena_free(f->b.arena);
}

unsigned feed_byte(struct feed *f)
{
	if (!f->left)
		return 0;
	f->left--;
	return *f->at++;
}

char *feed_string(struct arena *a, struct feed *f)
{
	size_t n = f->left ? strnlen((const char *)f->at, f->left) : 0;
	char *s = n ? arena_strndup(a, (const char *)f->at, n) : arena_alloc(a, 1);
	n += n < f->left; // the NUL
	f->at += n;
	f->left -= n;
	return s;
}

int fuzz_fd(const uint8_t *data, size_t size)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	fuzz_check(fd >= 0 && write(fd, data, size) == (ssize_t)size && lseek(fd, 0, SEEK_SET) == 0,
	           "cannot write a file in memory");
	return fd;
}

// No goroutine has more stack than this; a number beyond it has wrapped.
static const uint64_t absurd = 1ULL << 40;

void fuzz_check_places(const struct proof *p, const struct image *img)
{
	for (size_t i = 0; i < p->funcs.n; i++)
		fuzz_check(p->funcs.v[i].addr >= img->base && p->funcs.v[i].addr < img->text_end, "a function outside of the code");
}

void fuzz_check_proof(const struct proof *p, const struct gopkg *pkg, const struct arch *arch)
{
	for (size_t i = 0; i < p->funcs.n; i++) {
		const struct proven *f = &p->funcs.v[i];
		fuzz_check(f->frame < absurd, "a frame that is absurdly large");
		fuzz_check(f->bound >= f->frame, "a bound below the frame");
		fuzz_check(pkg->depths.n || f->bound < absurd, "a bound that is absurdly large");
		for (size_t k = 0; k < f->calls.n; k++) {
			const struct call_site *c = &f->calls.v[k];
			fuzz_check(c->callee >= 0 && (size_t)c->callee < p->funcs.n, "a call of no function");
			fuzz_check(c->depth < absurd, "a call at a depth that is absurdly large");
			uint64_t need = c->depth + (c->tail ? 0 : arch->stack.call) + p->funcs.v[c->callee].bound;
			fuzz_check(f->promised || f->promise_used || f->bound >= need, "a bound below that of a callee");
		}
	}
}

// read_data appends the values of one line of data directives.
static void read_data(const char *line, uint8_t **out, const uint8_t *end)
{
	static const struct {
		const char *op, *number;
		size_t size;
	} ops[] = {{"QUAD", "$0x", 8}, {"LONG", "$0x", 4}, {"WORD", "$0x", 2}, {"BYTE", "$0x", 1},
	           {"B3(", "0X", 3}, {"B5(", "0X", 5}, {"B6(", "0X", 6}, {"B7(", "0X", 7}};
	while (*line) {
		line += strspn(line, "\t ");
		size_t i = 0;
		while (i < 8 && strncmp(line, ops[i].op, strlen(ops[i].op)) != 0)
			i++;
		fuzz_check(i < 8, "a line of assembly that is no data");
		line += strlen(ops[i].op);
		line += strspn(line, " ");
		fuzz_check(strncmp(line, ops[i].number, strlen(ops[i].number)) == 0, "a directive without a number");
		line += strlen(ops[i].number);
		char *after;
		uint64_t v = strtoull(line, &after, 16);
		fuzz_check((size_t)(after - line) == 2 * ops[i].size, "a number of the wrong width");
		fuzz_check((size_t)(end - *out) >= ops[i].size, "more data than the image has");
		for (size_t k = 0; k < ops[i].size; k++, v >>= 8)
			*(*out)++ = (uint8_t)v;
		line = after + strspn(after, ") ;");
	}
}

void fuzz_check_text(struct arena *a, const struct image *img)
{
	struct buf text = {.arena = a};
	struct asmtext t = {.out = &text};
	image_text(&t, emitter_of("amd64"), img, "image<>");
	uint8_t *bytes = arena_alloc(a, img->size + 1), *at = bytes;
	char *rest = text.p;
	while (rest) {
		char *line = strsep(&rest, "\n"), *comment = strstr(line, "//");
		fuzz_check(strlen(line) == strcspn(line, "\r\f\v"), "a control character in the assembly");
		if (comment)
			*comment = '\0';
		if (!*line || strcmp(line, "\t") == 0 || strncmp(line, "#define B", 9) == 0 ||
		    strncmp(line, "TEXT image<>", 12) == 0 || strncmp(line, "\tPCALIGN", 8) == 0)
			continue;
		fuzz_check(line[0] == '\t', "a line of assembly that starts anew");
		read_data(line, &at, bytes + img->size);
	}
	fuzz_check((size_t)(at - bytes) == img->size && memcmp(bytes, img->bytes, img->size) == 0,
	           "the bytes in the assembly are not those of the image");
}

void fuzz_check_trampoline(struct arena *a, const struct call *call, uint64_t stack)
{
	struct buf text = {.arena = a};
	struct asmtext t = {.out = &text};
	for (int aligned = 0; aligned < 2; aligned++) {
		struct trampoline tr = {
			.call = call, .symbol = "\302\267F", .stack = stack, .aligned = aligned, .target = "image<>+0(SB)",
		};
		struct written w = emitter_of("amd64")->stack_entry(&t, &tr);
		fuzz_check(*w.told && !w.fused, "an entry with a body that it was not given");
	}
	asm_flush(&t);
	for (char *rest = text.p; rest;) {
		const char *line = strsep(&rest, "\n");
		bool known = !*line || *line == '\t' || strncmp(line, "// ", 3) == 0 || strncmp(line, "TEXT ", 5) == 0 ||
		             strcmp(line, "called:") == 0 || strcmp(line, "unaligned:") == 0;
		fuzz_check(known, "a line of a trampoline that is none of its own");
		fuzz_check(strlen(line) == strcspn(line, "\r\f\v"), "a control character in a trampoline");
	}
}
