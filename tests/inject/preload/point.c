// point.c - counting points, telling where they are, and which one fails.
#define _GNU_SOURCE
#include "inject.h"

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct {
	const char *name;
	int error;
	unsigned kinds;
} functions[FNS] = {
#define FUNCTION(name, error, kinds) [FN_##name] = {#name, error, kinds},
#include "functions.h"
#undef FUNCTION
};

enum { MOST_MODULES = 64, DEEPEST = 40, LINE_BYTES = 4096 };

struct module {
	char name[48];
	uintptr_t base, low, high;
};

static void *nexts[FNS];
static struct module modules[MOST_MODULES];
static size_t nmodules;
static unsigned kind;  // 0: there are no points
static long at;        // the one that fails, or 0
static bool from_there_on;
static int log_fd = -1;
static long *count;    // shared with the processes that are forked
static __thread bool busy; // in this library already

void *next(enum fn f)
{
	if (!nexts[f]) {
		bool was = busy;
		busy = true;
		nexts[f] = dlsym(RTLD_NEXT, functions[f].name);
		busy = was;
	}
	return nexts[f];
}

bool interrupting(void)
{
	return kind == INTERRUPTS;
}

static int add_module(struct dl_phdr_info *info, size_t size, void *ctx)
{
	(void)size, (void)ctx;
	if (nmodules == MOST_MODULES)
		return 1;
	struct module *m = &modules[nmodules++];
	const char *slash = strrchr(info->dlpi_name, '/');
	snprintf(m->name, sizeof m->name, "%s", slash ? slash + 1 : info->dlpi_name);
	m->base = info->dlpi_addr;
	m->low = UINTPTR_MAX;
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];
		if (p->p_type != PT_LOAD)
			continue;
		uintptr_t low = m->base + p->p_vaddr, high = low + p->p_memsz;
		m->low = low < m->low ? low : m->low;
		m->high = high > m->high ? high : m->high;
	}
	return 0;
}

// MODULE+OFFSET of a return address; the program itself has no name.
static int put_place(char *to, size_t room, uintptr_t pc)
{
	for (size_t i = 0; i < nmodules; i++)
		if (pc >= modules[i].low && pc < modules[i].high)
			return snprintf(to, room, " %s+%lx", modules[i].name, pc - modules[i].base);
	return snprintf(to, room, " ?");
}

static void tell(enum fn f, long n)
{
	void *pcs[DEEPEST];
	char line[LINE_BYTES];
	int depth = backtrace(pcs, DEEPEST);
	size_t len = (size_t)snprintf(line, sizeof line, "%ld %s", n, functions[f].name);
	for (int i = 2; i < depth && len < sizeof line - 80; i++) // from the function's caller on
		len += (size_t)put_place(line + len, sizeof line - len, (uintptr_t)pcs[i]);
	line[len++] = '\n';
	syscall(SYS_write, log_fd, line, len);
}

bool fails(enum fn f)
{
	if (busy || !(functions[f].kinds & kind))
		return false;
	busy = true;
	int saved = errno;
	long n = __atomic_add_fetch(count, 1, __ATOMIC_SEQ_CST);
	bool hit = at && (n == at || (from_there_on && n > at));
	if (!at || n == at)
		tell(f, n);
	errno = hit ? interrupting() ? EINTR : functions[f].error : saved;
	busy = false;
	return hit;
}

static unsigned kind_named(const char *name)
{
	static const char *const names[] = {"memory", "calls", "interrupts"};
	for (unsigned i = 0; i < 3; i++)
		if (name && strcmp(name, names[i]) == 0)
			return 1u << i;
	return 0;
}

// The program's children are other programs: nothing fails in them.
__attribute__((constructor)) static void begin(void)
{
	static const char *const ours[] = {"LD_PRELOAD", "INJECT_LOG", "INJECT_KIND", "INJECT_AT", "INJECT_ON"};
	void *warm[2];
	const char *log = getenv("INJECT_LOG"), *n = getenv("INJECT_AT");
	unsigned wanted = kind_named(getenv("INJECT_KIND"));
	busy = true;
	backtrace(warm, 2); // loads what unwinds
	for (int f = 0; f < FNS; f++)
		next((enum fn)f);
	dl_iterate_phdr(add_module, NULL);
	at = n ? atol(n) : 0;
	from_there_on = getenv("INJECT_ON") != NULL;
	count = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int fd = log ? open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666) : -1;
	log_fd = fd >= 0 ? fcntl(fd, F_DUPFD_CLOEXEC, 200) : -1;
	if (log_fd < 0 || count == MAP_FAILED || !wanted) {
		fprintf(stderr, "inject: INJECT_LOG, INJECT_KIND and a file that can be written are wanted\n");
		_exit(99);
	}
	close(fd);
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		unsetenv(ours[i]);
	kind = wanted;
	busy = false;
}
