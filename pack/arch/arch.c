// arch.c - the architectures that the tool knows.
#include "arch/arch.h"

#include "arch/list.h"

#include <string.h>
#include <sys/utsname.h>

#define DECLARE(name) extern const struct arch arch_##name;
#define ONE(name) &arch_##name,

ARCHITECTURES(DECLARE)
static const struct arch *const all[] = {ARCHITECTURES(ONE)};

const struct arch *arch_find(const char *name)
{
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(all[i]->name, name) == 0)
			return all[i];
	return NULL;
}

const struct arch *arch_of_host(void)
{
	struct utsname u;
	for (size_t i = 0; i < sizeof all / sizeof *all && uname(&u) == 0; i++) {
		size_t n = strlen(u.machine);
		if (strncmp(all[i]->triple, u.machine, n) == 0 && all[i]->triple[n] == '-')
			return all[i];
	}
	return all[0];
}

const char *arch_names(struct arena *a, const char *between)
{
	const char *names = all[0]->name;
	for (size_t i = 1; i < sizeof all / sizeof *all; i++)
		names = arena_printf(a, "%s%s%s", names, between, all[i]->name);
	return names;
}
