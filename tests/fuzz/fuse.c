// fuse.c - a leaf function of chance's (leaf.h), fused, and run on this machine:
// as C calls it, and as the trampoline has it, in another frame or in Go's
// registers. Both have to give the same results.
#include "leaf.h"

#include "arch/arch.h"
#include "place/fuse.h"
#include "place/place.h"
#include "place/rename.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

// C's callers have the return address at a place that is no multiple of 16; Go's have it anywhere.
enum { STACK_WORDS = 256, RETURN_WORD = 127, MOVED_WORD = 128 };

static const uint8_t go_args[LEAF_ARGS] = {AX, BX, CX, DI, SI, 8}, go_results[LEAF_RESULTS] = {AX, BX};

// fuse_run calls the code with the registers and on the stack that are given.
void fuse_run(const void *code, uint64_t regs[REGS], uint64_t *sp);
__asm__(".text\n"
        "fuse_run:\n"
        "	push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15\n"
        "	mov %rsp, fuse_sp(%rip)\n	mov %rsi, fuse_regs(%rip)\n	mov %rdi, fuse_code(%rip)\n"
        "	mov %rdx, %rsp\n	lea 1f(%rip), %rax\n	mov %rax, (%rsp)\n"
        "	mov 0(%rsi), %rax\n	mov 8(%rsi), %rcx\n	mov 16(%rsi), %rdx\n	mov 24(%rsi), %rbx\n"
        "	mov 40(%rsi), %rbp\n	mov 56(%rsi), %rdi\n"
        "	mov 64(%rsi), %r8\n	mov 72(%rsi), %r9\n	mov 80(%rsi), %r10\n	mov 88(%rsi), %r11\n"
        "	mov 96(%rsi), %r12\n	mov 104(%rsi), %r13\n	mov 112(%rsi), %r14\n	mov 120(%rsi), %r15\n"
        "	mov 48(%rsi), %rsi\n	jmp *fuse_code(%rip)\n"
        "1:	mov %rax, fuse_code(%rip)\n	mov fuse_regs(%rip), %rax\n"
        "	mov %rcx, 8(%rax)\n	mov %rdx, 16(%rax)\n	mov %rbx, 24(%rax)\n	mov %rsp, 32(%rax)\n	mov %rbp, 40(%rax)\n"
        "	mov %rsi, 48(%rax)\n	mov %rdi, 56(%rax)\n"
        "	mov %r8, 64(%rax)\n	mov %r9, 72(%rax)\n	mov %r10, 80(%rax)\n	mov %r11, 88(%rax)\n"
        "	mov %r12, 96(%rax)\n	mov %r13, 104(%rax)\n	mov %r14, 112(%rax)\n	mov %r15, 120(%rax)\n"
        "	mov fuse_code(%rip), %rcx\n	mov %rcx, 0(%rax)\n"
        "	mov fuse_sp(%rip), %rsp\n	pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx\n	ret\n"
        ".local fuse_sp, fuse_regs, fuse_code\n.comm fuse_sp,8\n.comm fuse_regs,8\n.comm fuse_code,8\n");

static uint64_t stack[STACK_WORDS] __attribute__((aligned(16)));

// call_leaf puts the return address at that word of the stack, and the arguments there `shift` bytes higher than C has them.
static void call_leaf(const uint8_t *bytes, size_t n, uint64_t regs[REGS], size_t at, uint64_t shift)
{
	static uint8_t *page;
	if (!page)
		page = mmap(NULL, 1 << 16, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	fuzz_check(page != MAP_FAILED, "no memory that can be run");
	memcpy(page, bytes, n);
	memset(stack, 0, sizeof stack);
	for (size_t k = at + 1; k < STACK_WORDS; k++)
		stack[k] = 0x5555000000000000 + k;
	for (size_t k = 0; k < LEAF_STACK_ARGS; k++)
		stack[at + 1 + shift / 8 + k] = 0x1122334455667788 * (k + 1);
	fuse_run(page, regs, &stack[at]);
	fuzz_check(regs[SP] == (uint64_t)&stack[at + 1], "the stack pointer is elsewhere");
	for (size_t k = at + 1; k < STACK_WORDS; k++)
		fuzz_check((k > at + shift / 8 && k <= at + shift / 8 + LEAF_STACK_ARGS) || stack[k] == 0x5555000000000000 + k,
		           "something on the caller's stack has changed");
}

// The fused body, and a return behind it. Go adds up the changes of the depth in
// the order of the file; each instruction has to have the depth that this gives.
static size_t assemble(const struct leaf *l, const struct fused *f, int64_t dropped, uint8_t *out)
{
	size_t n = 0, nothing, end = f->ops.n ? f->ops.v[f->ops.n - 1].at + f->ops.v[f->ops.n - 1].length : 0;
	int64_t sum = 0;
	for (size_t i = 0; i < f->ops.n; i++) {
		const struct op *op = &f->ops.v[i];
		fuzz_check(op->at == n, "an op out of place");
		fuzz_check(op->kind == OP_GOTO || !op->addr || op->stack.depth - dropped == sum, "another depth than Go takes it to have");
		sum += op->stack.adjust;
		if (op->kind == OP_GOTO) {
			uint64_t distance = op->ref.to - (op->at + op->length);
			out[n] = op->length == 2 ? 0xeb : 0xe9;
			for (int b = 1; b < op->length; b++)
				out[n + (size_t)b] = (uint8_t)(distance >> 8 * (b - 1));
		} else {
			memcpy(out + n, op->bytes, op->length);
		}
		if (op->kind == OP_CALL) { // the other function stands behind the return
			int32_t distance = (int32_t)(end + 1 - (op->at + op->length));
			fuzz_check(op->ref.to == LEAF_BASE + l->callee, "it calls something else");
			memcpy(out + n + 1, &distance, sizeof distance);
		}
		n += op->length;
	}
	fuzz_check(sum == 0, "the stack is not what it was");
	out[n++] = 0xc3;
	memcpy(out + n, leaf_callee(l, &nothing), nothing);
	return n + nothing;
}

static uint64_t value(size_t i)
{
	return (i + 1) * 0x9e3779b97f4a7c15 >> (i % 3 * 16);
}

static void fill(uint64_t regs[REGS])
{
	for (size_t r = 0; r < REGS; r++)
		regs[r] = 0xabcd000000000000 + r;
}

// What is to be looked at with a disassembler.
static void tell(const char *what, const uint8_t *bytes, size_t n)
{
	fprintf(stderr, "%s:", what);
	for (size_t i = 0; i < n; i++)
		fprintf(stderr, " %02x", bytes[i]);
	fprintf(stderr, "\n");
}

static void compare(const struct leaf *l, const struct image *img, const struct fused *f, const struct registers *at, bool moved, uint64_t shift)
{
	uint8_t bytes[8 * LEAF_CODE], constants[1024] __attribute__((aligned(32)));
	uint64_t as_c[REGS], fused[REGS], before[REGS];
	fill(as_c);
	fill(fused);
	for (size_t i = 0; i < l->nargs; i++) {
		as_c[leaf_args[i]] = value(i);
		if (at->at[leaf_args[i]] == REWRITE_UNUSED)
			continue;
		for (size_t k = 0; k < i; k++)
			fuzz_check(at->at[leaf_args[k]] != at->at[leaf_args[i]], "two arguments in one register");
		fused[at->at[leaf_args[i]]] = value(i);
	}
	for (size_t i = 0; i < f->constants.n; i++)
		memcpy(constants + f->constants.v[i].at, img->bytes + (f->constants.v[i].addr - img->base), f->constants.v[i].size);
	if (f->constants_register != NOTHING)
		fused[f->constants_register] = (uint64_t)constants;
	memcpy(before, fused, sizeof before);
	call_leaf(img->bytes, img->size, as_c, RETURN_WORD, 0);
	size_t n = assemble(l, f, l->framed ? 8 : 0, bytes);
	call_leaf(bytes, n, fused, moved ? MOVED_WORD : RETURN_WORD, shift);
	for (size_t i = 0; i < l->nresults; i++) {
		unsigned place = at->swapped ? go_results[i] : at->at[leaf_results[i]];
		if (as_c[leaf_results[i]] != fused[place]) {
			tell("C", img->bytes, l->n);
			tell("fused", bytes, n);
			tell("registers", at->at, REGS);
			fprintf(stderr, "result %zu of %zu, in %u: %llx, want %llx; %zu arguments, shifted by %llu\n", i, l->nresults, place,
			        (unsigned long long)fused[place], (unsigned long long)as_c[leaf_results[i]], l->nargs, (unsigned long long)shift);
		}
		fuzz_check(as_c[leaf_results[i]] == fused[place], "another result");
	}
	fuzz_check(fused[R12] == before[R12] && fused[R14] == before[R14] && fused[R15] == before[R15] && fused[BP] == before[BP],
	           "a register of the caller's has changed");
}

// Laid out anew: somewhere else, and with returns that are short, long, or jumps to the end.
static void compare_settled(struct leaf *l, const struct image *img, struct fused *f, const struct registers *at, uint64_t shift)
{
	static const struct surroundings returns[] = {
		{.nret = 0}, {.ret = {0xc3}, .nret = 1},
		{.ret = {0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0xc3}, .nret = 13},
	};
	struct surroundings s = returns[leaf_pick(l, 3)];
	compare(l, img, f, at, false, shift);
	s.ahead = leaf_pick(l, 64);
	fuse_settle(l->arena, img->arch, f, &s);
	compare(l, img, f, at, true, shift);
}

static void try_fusing(struct leaf *l, const struct image *img, const struct placement *placed, const struct proven *proven)
{
	struct passing passing = {{0}, {0}};
	struct registers same = {.swapped = 0}, at;
	struct fusing how = {.calls = true, .frame = {.arguments = l->on_stack, .shift = l->on_stack ? 8 * (int64_t)leaf_pick(l, 8) : 0}};
	struct fused f;
	const char *why;
	for (uint8_t r = 0; r < REGS; r++)
		same.at[r] = r;
	if (fuse_function(l->arena, img, placed, proven, &how, &f, &why))
		compare_settled(l, img, &f, &same, (uint64_t)how.frame.shift);
	for (size_t i = 0; i < l->nargs; i++)
		VEC_PUSH(l->arena, &passing.args, ((struct passed){leaf_args[i], go_args[i]}));
	for (size_t i = 0; i < l->nresults; i++)
		VEC_PUSH(l->arena, &passing.results, ((struct passed){leaf_results[i], go_results[i]}));
	how.frame.shift = 0;
	how.at = &at;
	if (rename_body(img, &placed->pieces.v[place_piece(placed, proven->addr)], &passing, &at) &&
	    fuse_function(l->arena, img, placed, proven, &how, &f, &why))
		compare_settled(l, img, &f, &at, 0);
}

void fuzz_fuse(const uint8_t *data, size_t size)
{
	struct fuzz_build f;
	struct gopkg pkg = {.dir = "."};
	struct proof proof = {0};
	struct placement placed;
	struct image img = {.arch = &arch_amd64, .fd = -1, .dir = ".", .base = LEAF_BASE, .align = 64};
	fuzz_build_start(&f);
	struct leaf *l = arena_alloc(f.b.arena, sizeof *l);
	leaf_make(l, f.b.arena, (struct feed){data, size});
	if (l->n < LEAF_CODE) {
		uint8_t *bytes = leaf_link(l, &img);
		const struct symbol *entry = &img.symbols.v[0];
		prove_entries(&f.b, &pkg, &img, &entry, 1, &proof);
		if (diag_status(&f.diags) == EXIT_DONE) {
			place_image(l->arena, &img, &proof, "", &placed);
			if (!placed.opaque)
				try_fusing(l, &img, &placed, proof_of(&proof, LEAF_BASE));
		}
		free(bytes);
	}
	fuzz_build_end(&f);
}
