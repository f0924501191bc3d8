#define _GNU_SOURCE
#include "keep/identity.h"

#include "base/ask.h"
#include "base/buf.h"
#include "base/path.h"
#include "base/run.h"
#include "link/toolchain.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// What compilers, linkers and the go command take from the environment.
static const char *const settings[] = {
	"CC", "CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "GCC_EXEC_PREFIX", "COMPILER_PATH", "LIBRARY_PATH",
	"LD_LIBRARY_PATH", "LDEMULATION", "SOURCE_DATE_EPOCH", "CCC_OVERRIDE_OPTIONS", "LANG", "LC_ALL", "LC_MESSAGES",
	"NEARCALL_CSRC", "GOFLAGS", "GOTOOLCHAIN", "GOWORK", "GOPATH", "GOMODCACHE", "GOROOT", "GOENV", "GOEXPERIMENT",
	"GO111MODULE", "GOAMD64", "XDG_CONFIG_HOME", "HOME",
};

static bool is_elf(const char *path)
{
	char head[4];
	int fd = ask_fd(path);
	bool elf = fd >= 0 && ask_read(fd, path, head, sizeof head) == sizeof head && memcmp(head, "\177ELF", sizeof head) == 0;
	if (fd >= 0)
		close(fd);
	return elf;
}

// A compiler that is one program tells by its file which it is. Others are asked.
static bool is_plain(struct arena *a, const struct argv *cc)
{
	const char *path = cc->args.n == 1 ? path_of_program(a, cc->args.v[0]) : NULL;
	return path && is_elf(path) && (strncmp(path_base(path), "clang", 5) == 0 || strstr(path_base(path), "gcc"));
}

static const char *asked(struct arena *a, struct argv cc)
{
	argv_add(a, &cc, "--version");
	struct run_result r = run(a, &cc, NULL, NULL);
	return r.found ? r.out : "";
}

static void add_program(struct arena *a, struct buf *out, const char *program)
{
	const char *path = path_of_program(a, program);
	buf_printf(out, "%s=%s\n", program, path ? path : "");
}

const char *identity_settings(struct arena *a, const char *version, const char *godecl)
{
	struct buf out = {.arena = a};
	struct argv cc = toolchain_cc(a);
	buf_printf(&out, "%s\n%s\n", version, godecl);
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
		const char *value = getenv(settings[i]);
		buf_printf(&out, "%s=%s\n", settings[i], value ? value : "");
	}
	add_program(a, &out, cc.args.n ? cc.args.v[0] : "");
	add_program(a, &out, "ld");
	add_program(a, &out, "go");
	if (!is_plain(a, &cc))
		buf_printf(&out, "%s", asked(a, cc));
	return out.p;
}

static void add_file(struct arena *a, struct programs *out, const char *path)
{
	for (size_t i = 0; i < out->paths.n; i++)
		if (strcmp(out->paths.v[i], path) == 0)
			return;
	VEC_PUSH(a, &out->paths, path);
}

// The dynamic linker names the libraries of a program instead of starting it,
// when it is asked like that. A static one starts, and says that it has no arguments.
static void add_libraries(struct arena *a, struct programs *out, const char *path)
{
	static const char *const env[] = {"LD_TRACE_LOADED_OBJECTS=1", NULL};
	struct argv v = {0};
	argv_add(a, &v, path);
	struct run_result r = run(a, &v, env, NULL);
	for (const char *line = r.found ? r.out : ""; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		const char *at = line + strcspn(line, "/\n");
		if (*at == '/')
			add_file(a, out, arena_strndup(a, at, strcspn(at, " \n")));
	}
}

void identity_programs(struct arena *a, const char *godecl, struct programs *out)
{
	struct argv cc = toolchain_cc(a);
	const char *self = path_of_program(a, "/proc/self/exe");
	const char *const named[] = {self, cc.args.n ? path_of_program(a, cc.args.v[0]) : NULL, path_of_program(a, "ld")};
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (named[i]) {
			add_file(a, out, named[i]);
			add_libraries(a, out, named[i]);
		}
	add_file(a, out, godecl);
	const char *go = path_of_program(a, "go");
	if (go)
		add_file(a, out, go);
}

void identity_more(struct arena *a, const struct programs *known, const char *cc, const char *ld, struct programs *out)
{
	const char *const named[] = {path_of_program(a, cc), path_of_program(a, ld)};
	for (size_t i = 0; i < known->paths.n; i++)
		VEC_PUSH(a, &out->paths, known->paths.v[i]);
	for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
		size_t before = out->paths.n;
		if (named[i])
			add_file(a, out, named[i]);
		if (out->paths.n > before)
			add_libraries(a, out, named[i]);
	}
}

const char *identity_of_file(struct arena *a, const char *path)
{
	struct stat st;
	if (!ask_stat(path, &st))
		return "absent";
	return arena_printf(a, "%lld %lld.%09ld %llu", (long long)st.st_size, (long long)st.st_mtim.tv_sec,
	                    st.st_mtim.tv_nsec, (unsigned long long)st.st_ino);
}
