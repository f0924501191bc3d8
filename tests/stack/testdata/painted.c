/*
 * painted: runs functions of an image on painted stacks.
 *
 *	painted LIMIT_MS < JOBS
 *
 * The image is what nearcall ships: code and constants without relocations.
 * JOBS is text; see job() for its lines. Per function one line is printed:
 *
 *	ID DEPTH:DEEPEST:END ...
 *
 * one triple per set of arguments. DEPTH is how many bytes below the return
 * address were written to, over two runs with different paint: a value that
 * equals one paint differs from the other. DEEPEST is 1 if a further run
 * entered the functions of a deepest path, each from the one before it. END is
 * ok, fault (a signal ended it) or time. Whatever the end, the stack is
 * inspected: it is memory shared with the parent.
 *
 * No signal handler runs on the painted stack: all of them have another.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <ucontext.h>
#include <unistd.h>

enum {
	MAX_NODES = 4096, MAX_EDGES = 16384, MAX_SETS = 8,
	PAGE = 4096,
	CALLER = 2 * PAGE,     /* above the return address: what a caller would have there */
	BELOW = 64 * 1024,     /* painted below the bound */
	GUARD = 1024 * 1024,   /* below that: any access faults */
	SCRATCH = 64 * 1024,   /* what each pointer argument points into the middle of */
	ARGS = 6, MAX_HITS = 20000,
};

struct node {
	uint64_t entry, start[2], end[2];
	int terminal; /* its own frame makes the bound */
	/* in the child that looks for the path */
	uint64_t sp;
	int via;
	uint8_t saved;
};

struct edge { int from, to, tail; };

/* What a child tells its parent; lives in shared memory. */
struct told { volatile uint64_t fault; volatile int deepest; };

static uint8_t *image;
static size_t image_size;
static struct node nodes[MAX_NODES];
static struct edge edges[MAX_EDGES];
static int nnodes, nedges;
static struct told *told;
static uint8_t *scratch;
static double limit;

static void die(const char *what)
{
	perror(what);
	exit(2);
}

static void *map(size_t n, int prot, int flags)
{
	void *p = mmap(NULL, n, prot, flags | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		die("mmap");
	return p;
}

/* painted_call(sp, fn, regs): calls fn with sp just above its return address. */
void painted_call(void *sp, void *fn, const uint64_t *regs);
__asm__(".globl painted_call\n"
        "painted_call:\n"
        "	push %rbp\n	push %rbx\n	push %r12\n	push %r13\n	push %r14\n	push %r15\n"
        "	mov %rsp, %rbx\n"
        "	mov %rdi, %rsp\n"
        "	mov %rsi, %rax\n"
        "	mov %rdx, %r11\n"
        "	mov 0(%r11), %rdi\n	mov 8(%r11), %rsi\n	mov 16(%r11), %rdx\n"
        "	mov 24(%r11), %rcx\n	mov 32(%r11), %r8\n	mov 40(%r11), %r9\n"
        "	call *%rax\n"
        "	mov %rbx, %rsp\n"
        "	pop %r15\n	pop %r14\n	pop %r13\n	pop %r12\n	pop %rbx\n	pop %rbp\n"
        "	ret\n");

static uint64_t next_random(uint64_t *s)
{
	uint64_t z = *s += 0x9e3779b97f4a7c15;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

/* Small values, negative ones and any; extended as compilers expect it. */
static uint64_t argument(char kind, int n, uint64_t *s)
{
	uint64_t v = next_random(s);
	switch (v >> 62) {
	case 0: v &= 15; break;
	case 1: v = -(v & 15); break;
	case 2: v = (uint64_t)(int64_t)(int32_t)v; break;
	}
	switch (kind) {
	case 'p': return (uint64_t)(scratch + n * SCRATCH + SCRATCH / 2);
	case 'b': return (uint32_t)(int8_t)v;
	case 'B': return (uint8_t)v;
	case 'h': return (uint32_t)(int16_t)v;
	case 'H': return (uint16_t)v;
	case 'w': case 'W': return (uint32_t)v;
	}
	return v;
}

static void arguments(const char *kinds, uint64_t seed, uint64_t regs[ARGS])
{
	uint64_t s = seed;
	memset(regs, 0, ARGS * sizeof *regs);
	for (int i = 0; i < ARGS && kinds[i] && kinds[i] != '-'; i++)
		regs[i] = argument(kinds[i], i, &s);
	for (size_t i = 0; i < ARGS * SCRATCH; i += 8) {
		uint64_t v = next_random(&s);
		memcpy(scratch + i, &v, 8);
	}
}

static void on_fault(int sig, siginfo_t *info, void *ctx)
{
	(void)sig, (void)ctx;
	told->fault = (uint64_t)info->si_addr;
	_exit(1);
}

static void handle(int sig, void (*handler)(int, siginfo_t *, void *))
{
	struct sigaction sa = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_ONSTACK};
	sigfillset(&sa.sa_mask);
	sigaction(sig, &sa, NULL);
}

static void prepare_child(void)
{
	static uint8_t alternate[256 * 1024];
	stack_t ss = {.ss_sp = alternate, .ss_size = sizeof alternate};
	sigaltstack(&ss, NULL);
	static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		handle(faults[i], on_fault);
	struct itimerval t = {.it_value = {(time_t)limit, (suseconds_t)((limit - (time_t)limit) * 1e6)}};
	setitimer(ITIMER_PROF, &t, NULL); /* SIGPROF ends the process and writes nothing */
}

static int in_node(const struct node *n, uint64_t pc)
{
	for (int i = 0; i < 2; i++)
		if (pc > (uint64_t)image + n->start[i] && pc <= (uint64_t)image + n->end[i])
			return 1; /* a return address may be just behind the function */
	return 0;
}

/*
 * enter_node notes that a function is entered. It lies on a deepest path if its
 * caller does: the caller holds the return address, or tail-called it. Without
 * recursion, the caller's last activation is the one that is still there.
 */
static void enter_node(int i, uint64_t sp)
{
	uint64_t ret = *(uint64_t *)sp;
	nodes[i].sp = sp;
	nodes[i].via = i == 0;
	for (int k = 0; k < nedges && !nodes[i].via; k++) {
		const struct edge *e = &edges[k];
		const struct node *from = &nodes[e->from];
		if (e->to == i && from->via && (e->tail ? from->sp == sp : from->sp > sp && in_node(from, ret)))
			nodes[i].via = 1;
	}
	if (nodes[i].via && nodes[i].terminal) {
		told->deepest = 1;
		_exit(0);
	}
}

static void on_trap(int sig, siginfo_t *info, void *vctx)
{
	static int stepping = -1, hits;
	enum { TRAP_FLAG = 0x100 };
	ucontext_t *ctx = vctx;
	greg_t *r = ctx->uc_mcontext.gregs;
	(void)sig, (void)info;
	if (stepping >= 0) {
		image[nodes[stepping].entry] = 0xcc;
		stepping = -1;
		r[REG_EFL] &= ~TRAP_FLAG;
		/* a function of one instruction may lead right to the next breakpoint */
		return;
	}
	uint64_t at = (uint64_t)r[REG_RIP] - 1 - (uint64_t)image;
	for (int i = 0; i < nnodes; i++) {
		if (nodes[i].entry != at)
			continue;
		enter_node(i, (uint64_t)r[REG_RSP]);
		if (++hits > MAX_HITS)
			_exit(0);
		image[at] = nodes[i].saved;
		r[REG_RIP]--;
		r[REG_EFL] |= TRAP_FLAG;
		stepping = i;
		return;
	}
	_exit(1); /* the code's own int3 */
}

static void set_breakpoints(void)
{
	for (int i = 0; i < nnodes; i++)
		nodes[i].saved = image[nodes[i].entry];
	for (int i = 0; i < nnodes; i++)
		image[nodes[i].entry] = 0xcc;
	handle(SIGTRAP, on_trap);
}

enum ending { END_OK, END_FAULT, END_TIME };

static enum ending run_child(void *sp, uint64_t entry, const uint64_t *regs, int breakpoints)
{
	told->fault = 0;
	told->deepest = 0;
	pid_t pid = fork();
	if (pid < 0)
		die("fork");
	if (pid == 0) {
		prepare_child();
		if (breakpoints)
			set_breakpoints();
		painted_call(sp, image + entry, regs);
		_exit(0);
	}
	int status;
	while (waitpid(pid, &status, 0) < 0)
		;
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGPROF ? END_TIME : END_FAULT;
	return WEXITSTATUS(status) ? END_FAULT : END_OK;
}

struct stack { uint8_t *area, *paint_from, *top; size_t size; };

static struct stack new_stack(uint64_t bound)
{
	size_t painted = (bound + BELOW + PAGE - 1) / PAGE * PAGE;
	struct stack s = {.size = GUARD + painted + CALLER};
	s.area = map(s.size, PROT_READ | PROT_WRITE, MAP_SHARED);
	s.paint_from = s.area + GUARD;
	s.top = s.paint_from + painted;
	mprotect(s.area, GUARD, PROT_NONE);
	return s;
}

/* Bytes written below the return address, which lies just below sp. */
static uint64_t measure(const struct stack *s, const uint8_t *sp, uint8_t paint)
{
	if (told->fault >= (uint64_t)s->area && told->fault < (uint64_t)s->paint_from)
		return (uint64_t)(sp - 8) - told->fault;
	const uint8_t *p = s->paint_from;
	while (p < sp - 8 && *p == paint)
		p++;
	return (uint64_t)(sp - 8 - p);
}

static void run_sets(const char *id, uint64_t entry, uint64_t bound, int sets, uint64_t seed, const char *kinds)
{
	static const char *const names[] = {"ok", "fault", "time"};
	static const uint8_t paints[] = {0xa5, 0x5a};
	struct stack s = new_stack(bound);
	printf("%s", id);
	for (int i = 0; i < sets; i++) {
		uint64_t regs[ARGS], depth = 0;
		uint8_t *sp = s.top - 16 * (i % 4); /* frames may be aligned to 32 or 64 bytes */
		enum ending end = END_OK;
		for (int k = 0; k < 2 && end != END_TIME; k++) {
			arguments(kinds, seed + (uint64_t)i, regs);
			memset(s.paint_from, paints[k], (size_t)(s.top - s.paint_from));
			enum ending e = run_child(sp, entry, regs, 0);
			uint64_t d = measure(&s, sp, paints[k]);
			depth = d > depth ? d : depth;
			end = e > end ? e : end;
		}
		arguments(kinds, seed + (uint64_t)i, regs);
		if (nodes[0].terminal)
			told->deepest = 1;
		else
			run_child(sp, entry, regs, 1);
		printf(" %llu:%d:%s", (unsigned long long)depth, told->deepest, names[end]);
		if (end == END_TIME)
			break;
	}
	putchar('\n');
	fflush(stdout);
	munmap(s.area, s.size);
}

/* What the functions take for global variables stands at a place of its own. */
static void load_data(const char *path, uint64_t addr)
{
	struct stat st;
	int fd = open(path, O_RDONLY);
	if (fd < 0 || fstat(fd, &st) != 0)
		die(path);
	void *p = mmap((void *)addr, (size_t)st.st_size + PAGE, PROT_READ | PROT_WRITE,
	               MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	if (p != (void *)addr || read(fd, p, (size_t)st.st_size) != st.st_size)
		die(path);
	close(fd);
}

static void load_image(const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY);
	if (fd < 0 || fstat(fd, &st) != 0)
		die(path);
	image_size = (size_t)st.st_size;
	image = map(image_size + PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE);
	if (read(fd, image, image_size) != st.st_size)
		die(path);
	close(fd);
}

/*
 *	image PATH                              the code, loaded at a page's start
 *	data PATH ADDRESS                       global variables
 *	node ENTRY START END START END TERMINAL a function on a deepest path; the first is the one called
 *	edge FROM TO TAIL                       a call on a deepest path, by the nodes' numbers
 *	call ID ENTRY BOUND SETS SEED KINDS     run; KINDS has a letter per integer argument
 */
static void job(char *line)
{
	char word[4096], id[4096], kinds[64];
	struct node n = {0};
	struct edge e;
	unsigned long long entry, bound, seed, v[5];
	int sets;
	if (sscanf(line, "image %4095s", word) == 1) {
		load_image(word);
	} else if (sscanf(line, "data %4095s %llu", word, &v[0]) == 2) {
		load_data(word, v[0]);
	} else if (sscanf(line, "node %llu %llu %llu %llu %llu %d", &v[0], &v[1], &v[2], &v[3], &v[4], &n.terminal) == 6) {
		n.entry = v[0], n.start[0] = v[1], n.end[0] = v[2], n.start[1] = v[3], n.end[1] = v[4];
		if (nnodes < MAX_NODES)
			nodes[nnodes++] = n;
	} else if (sscanf(line, "edge %d %d %d", &e.from, &e.to, &e.tail) == 3) {
		if (nedges < MAX_EDGES)
			edges[nedges++] = e;
	} else if (sscanf(line, "call %4095s %llu %llu %d %llu %63s", id, &entry, &bound, &sets, &seed, kinds) == 6) {
		run_sets(id, entry, bound, sets < MAX_SETS ? sets : MAX_SETS, seed, kinds);
		nnodes = nedges = 0;
	} else {
		fprintf(stderr, "painted: unknown line: %s", line);
		exit(2);
	}
}

int main(int argc, char **argv)
{
	char line[8192];
	limit = argc > 1 ? atof(argv[1]) / 1000 : 1;
	told = map(PAGE, PROT_READ | PROT_WRITE, MAP_SHARED);
	scratch = map(ARGS * SCRATCH, PROT_READ | PROT_WRITE, MAP_PRIVATE);
	while (fgets(line, sizeof line, stdin))
		job(line);
	return 0;
}
