/*
 * painted: runs functions of an image on painted stacks.
 *
 *	painted LIMIT_MS < JOBS
 *
 * The image is what nearcall ships: code and constants without relocations.
 * JOBS is text; see job() for its lines. Per function one line is printed:
 *
 *	ID DEPTH:DEEPEST:END:RESULT ...
 *
 * one of these per set of arguments. DEPTH is how many bytes below the return
 * address were written to, over two runs with different paint: a value that
 * equals one paint differs from the other. DEEPEST is 1 if a further run
 * entered the functions of a deepest path, each from the one before it. END is
 * ok, fault (a signal ended it) or time. RESULT is a hash of what the function gave and wrote to, or - where the
 * paint makes a difference. Whatever the end, the stack is
 * inspected: it is memory shared with the parent.
 *
 * With REFERENCE, this is an ordinary program: the functions are linked with it, and nothing but END and RESULT is told.
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
	SCRATCH_AT = 0x18000000, SCRATCH = 64 * 1024, /* what each pointer argument points into the middle of */
	ARGS = 6, MAX_HITS = 20000, MAX_WATCHED = 65536,
};

struct node {
	uint64_t entry, start[2], end[2];
	int terminal; /* its own frame makes the bound */
	/* in the child that looks for the path */
	uint64_t sp;
	int via;
	uint32_t saved;
};

struct edge { int from, to, tail; };

/* What a child tells its parent; lives in shared memory. */
struct told { volatile uint64_t fault, result; volatile int deepest; };

/* Global variables that are looked at after a call, and what else is. */
struct watch { uint64_t addr, size; };

static uint8_t *image;
static size_t image_size;
static struct node nodes[MAX_NODES];
static struct edge edges[MAX_EDGES];
static int nnodes, nedges;
static struct told *told;
static struct watch watched[MAX_WATCHED];
static int nwatched, all_scratch;
static char result_kind;
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
static void enter_node(int i, uint64_t sp, uint64_t ret)
{
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

/* hit_node notes a breakpoint that was hit, and tells of which node. */
static int hit_node(uint64_t at, uint64_t sp, uint64_t ret)
{
	static int hits;
	for (int i = 0; i < nnodes; i++) {
		if (nodes[i].entry != at)
			continue;
		enter_node(i, sp, ret);
		if (++hits > MAX_HITS)
			_exit(0);
		return i;
	}
	_exit(1); /* the code's own */
}

#ifdef __aarch64__
#include "machine_arm64.h"
#else
#include "machine_amd64.h"
#endif

static void set_breakpoints(void)
{
	for (int i = 0; i < nnodes; i++) {
		code c;
		memcpy(&c, image + nodes[i].entry, sizeof c);
		nodes[i].saved = c;
	}
	for (int i = 0; i < nnodes; i++)
		memcpy(image + nodes[i].entry, &breakpoint, sizeof breakpoint);
	__builtin___clear_cache((char *)image, (char *)image + image_size);
	handle(SIGTRAP, on_trap);
}

/* Results of small types: the register's other bits are anything. */
static uint64_t narrow(uint64_t v)
{
	switch (result_kind) {
	case 'b': case 'B': return (uint8_t)v;
	case 'h': case 'H': return (uint16_t)v;
	case 'w': case 'W': return (uint32_t)v;
	case 'q': case 'Q': return v;
	}
	return 0;
}

static uint64_t mix(uint64_t h, uint64_t addr, uint64_t size)
{
	for (uint64_t i = 0; i < size; i++)
		h = (h ^ ((uint8_t *)addr)[i]) * 0x100000001b3;
	return h;
}

static uint64_t hash_result(uint64_t v)
{
	uint64_t h = mix(0xcbf29ce484222325, (uint64_t)&v, sizeof v);
	for (int i = 0; i < nwatched; i++)
		h = mix(h, watched[i].addr, watched[i].size);
	return all_scratch ? mix(h, (uint64_t)scratch, ARGS * SCRATCH) : h;
}

#ifdef REFERENCE
extern const struct { const char *name; uint64_t (*function)(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t); } references[];

static uint64_t call_reference(const char *id, const uint64_t *r)
{
	for (int i = 0; references[i].name; i++)
		if (strcmp(references[i].name, id) == 0)
			return references[i].function(r[0], r[1], r[2], r[3], r[4], r[5]);
	_exit(1);
}
#define painted_call(sp, fn, regs) ((void)(sp), (void)(fn), call_reference(id, (regs)))
#endif

enum ending { END_OK, END_FAULT, END_TIME };

static enum ending run_child(const char *id, void *sp, uint64_t entry, const uint64_t *regs, int breakpoints)
{
	(void)id;
	told->fault = told->result = 0;
	told->deepest = 0;
	pid_t pid = fork();
	if (pid < 0)
		die("fork");
	if (pid == 0) {
		prepare_child();
		if (breakpoints)
			set_breakpoints();
		told->result = hash_result(narrow(painted_call(sp, image + entry, regs)));
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

/* Bytes written below what a bound counts from. */
static uint64_t measure(const struct stack *s, const uint8_t *sp, uint8_t paint)
{
	if (told->fault >= (uint64_t)s->area && told->fault < (uint64_t)s->paint_from)
		return (uint64_t)(sp - RETURN) - told->fault;
	const uint8_t *p = s->paint_from;
	while (p < sp - RETURN && *p == paint)
		p++;
	return (uint64_t)(sp - RETURN - p);
}

static void run_sets(const char *id, uint64_t entry, uint64_t bound, int sets, uint64_t seed, const char *kinds)
{
	static const char *const names[] = {"ok", "fault", "time"};
	static const uint8_t paints[] = {0xa5, 0x5a};
	struct stack s = new_stack(bound);
	printf("%s", id);
	for (int i = 0; i < sets; i++) {
		uint64_t regs[ARGS], depth = 0, results[2] = {0};
		uint8_t *sp = s.top - 16 * (i % 4); /* frames may be aligned to 32 or 64 bytes */
		enum ending end = END_OK;
		for (int k = 0; k < 2 && end != END_TIME; k++) {
			arguments(kinds, seed + (uint64_t)i, regs);
			memset(s.paint_from, paints[k], (size_t)(s.top - s.paint_from));
			enum ending e = run_child(id, sp, entry, regs, 0);
			results[k] = told->result;
			uint64_t d = measure(&s, sp, paints[k]);
			depth = d > depth ? d : depth;
			end = e > end ? e : end;
		}
		if (nodes[0].terminal)
			told->deepest = 1;
		else if (nnodes) {
			arguments(kinds, seed + (uint64_t)i, regs);
			run_child(id, sp, entry, regs, 1);
		}
		printf(" %llu:%d:%s:", (unsigned long long)depth, told->deepest, names[end]);
		printf(results[0] == results[1] ? "%llx" : "-", (unsigned long long)results[0]);
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
 *	watch ADDRESS SIZE                      some of these, to be looked at after each call
 *	node ENTRY START END START END TERMINAL a function on a deepest path; the first is the one called
 *	edge FROM TO TAIL                       a call on a deepest path, by the nodes' numbers
 *	call ID ENTRY BOUND SETS SEED KINDS RESULT ALL
 *	                                        run; KINDS has a letter per integer argument, RESULT is one, and ALL tells
 *	                                        to look at what pointers point to
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
	} else if (sscanf(line, "watch %lli %lli", (long long *)&v[0], (long long *)&v[1]) == 2) {
		if (nwatched < MAX_WATCHED)
			watched[nwatched++] = (struct watch){v[0], v[1]};
	} else if (sscanf(line, "node %llu %llu %llu %llu %llu %d", &v[0], &v[1], &v[2], &v[3], &v[4], &n.terminal) == 6) {
		n.entry = v[0], n.start[0] = v[1], n.end[0] = v[2], n.start[1] = v[3], n.end[1] = v[4];
		if (nnodes < MAX_NODES)
			nodes[nnodes++] = n;
	} else if (sscanf(line, "edge %d %d %d", &e.from, &e.to, &e.tail) == 3) {
		if (nedges < MAX_EDGES)
			edges[nedges++] = e;
	} else if (sscanf(line, "call %4095s %llu %llu %d %llu %63s %c %d", id, &entry, &bound, &sets, &seed, kinds, &result_kind,
	                  &all_scratch) == 8) {
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
	/* always at this place: what a function gives may depend on it */
	scratch = mmap((void *)SCRATCH_AT, ARGS * SCRATCH, PROT_READ | PROT_WRITE,
	               MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	if (scratch != (void *)SCRATCH_AT)
		die("mmap");
	while (fgets(line, sizeof line, stdin))
		job(line);
	return 0;
}
