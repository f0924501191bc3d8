// toolchain.h - the compiler and linker that a build uses, and their versions.
#ifndef NEARCALL_TOOLCHAIN_H
#define NEARCALL_TOOLCHAIN_H

#include "base/run.h"
#include "model/build.h"

struct toolchain {
	struct argv cc;         // from CC in the environment, or clang; for the architecture of the build
	const char *ld;         // its name: aarch64-linux-gnu-ld on another machine
	const char *cc_version; // first line of --version
	const char *ld_version;
	const char *cc_include; // the compiler's own header folder
	bool clang;
	bool underscores; // in the names of processors: x86_64_v3, as zig spells them
};

// toolchain_find asks the tools for their versions. A missing tool is
// reported with the package that has it, and makes the result false.
bool toolchain_find(struct build *b, struct toolchain *t);

// toolchain_cc is the compiler that the environment names (CC), or clang, as words.
struct argv toolchain_cc(struct arena *a);

// toolchain_lacks is the program that would have to be installed to build for the
// architecture of b, and in *hint how; NULL when it is there.
const char *toolchain_lacks(struct build *b, const char **hint);

// toolchain_flag is a flag as the compiler spells it.
const char *toolchain_flag(struct arena *a, const struct toolchain *t, const char *flag);

// run_tool runs v, which must succeed: a missing program or a failure is
// reported to b->diags (status 3, with the program's own words) and returns false.
bool run_tool(struct build *b, const struct argv *v, const char *const *env, const char *dir,
              struct run_result *r);

// tool_show names a command in b->commands, if that is there, as a shell takes
// it, with the build's folder as $WORK. run_shown does that and runs it.
void tool_show(struct build *b, const struct argv *v, const char *const *env, const char *dir);
struct run_result run_shown(struct build *b, const struct argv *v, const char *const *env, const char *dir);

// report_missing_tool says that a program is not there and what to install.
void report_missing_tool(struct build *b, const char *program);

// tool_broke tells whether a program that failed did so for no fault of its input:
// it was killed, or there is no room for what it writes. It reports that.
bool tool_broke(struct build *b, const char *program, const struct run_result *r);

#endif
