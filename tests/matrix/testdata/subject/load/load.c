/* Calls Go from the main thread and from one that Go has not made: linked with the library, or given its path. */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

#ifdef LINKED
extern int matrixCheck(void);
static int (*check)(void) = matrixCheck;
#else
static int (*check)(void);
#endif

static void *foreign(void *wrong)
{
	*(int *)wrong = check();
	return 0;
}

int main(int argc, char **argv)
{
	pthread_t thread;
	int wrong = 1;
#ifndef LINKED
	void *library = argc > 1 ? dlopen(argv[1], RTLD_NOW) : 0;
	if (!library) {
		fprintf(stderr, "%s\n", argc > 1 ? dlerror() : "no library");
		return 2;
	}
	check = (int (*)(void))dlsym(library, "matrixCheck");
#else
	(void)argc;
	(void)argv;
#endif
	if (!check || check() || pthread_create(&thread, 0, foreign, &wrong) || pthread_join(thread, 0))
		return 3;
	return wrong;
}
