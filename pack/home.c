#define _GNU_SOURCE
#include "home.h"

#include "base/ask.h"
#include "base/path.h"

#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

const char *home_folder(struct arena *a)
{
	const char *exe = ask_real(a, "/proc/self/exe");
	const char *started_as = (const char *)getauxval(AT_EXECFN);
	if (!exe && started_as) // where /proc is not mounted
		exe = ask_real(a, started_as);
	return exe ? path_dir(a, exe) : ".";
}

static bool has(struct arena *a, const char *dir, const char *file, int mode)
{
	return ask_access(arena_printf(a, "%s/%s", dir, file), mode);
}

const char *home_godecl(struct arena *a, struct diags *d, const char *home)
{
	static const char name[] = "nearcall-godecl";
	const char *installed = path_join(a, home, "../libexec/nearcall");
	if (has(a, installed, name, X_OK))
		return arena_printf(a, "%s/%s", installed, name);
	if (has(a, home, name, X_OK))
		return arena_printf(a, "%s/%s", home, name);
	diag_tool(d, NC_PARTS, "make builds it beside nearcall, make install installs both",
	          "cannot find the program %s: it is neither %s/%s nor %s/%s", name, home, name, installed, name);
	return NULL;
}

// The one file that tells a csrc folder from others of the name.
static const char header[] = "nearcall.h";

const char *home_csrc(struct arena *a, struct diags *d, const char *home)
{
	const char *given = getenv("NEARCALL_CSRC");
	if (given && *given) {
		if (has(a, given, header, R_OK))
			return given;
		diag_tool(d, NC_PARTS, "set NEARCALL_CSRC to the folder with nearcall.h and rt/, or leave it unset",
		          "NEARCALL_CSRC is %s, and there is no %s in it", given, header);
		return NULL;
	}
	const char *installed = path_join(a, home, "../share/nearcall/csrc");
	if (has(a, installed, header, R_OK))
		return installed;
	for (const char *dir = home; strcmp(dir, "/") != 0 && strcmp(dir, ".") != 0; dir = path_dir(a, dir)) {
		const char *csrc = arena_printf(a, "%s/csrc", dir);
		if (has(a, csrc, header, R_OK))
			return csrc;
	}
	diag_tool(d, NC_PARTS, "make install installs it; or set NEARCALL_CSRC to the folder with nearcall.h and rt/",
	          "cannot find the toolkit's C: %s/%s is not there, nor csrc/%s in or above %s", installed, header,
	          header, home);
	return NULL;
}
