// libfuzzer.c - a fuzzer of the target that NEARCALL_FUZZ names.
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static void (*target)(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	const char *name = getenv("NEARCALL_FUZZ");
	for (size_t i = 0; name && fuzz_targets[i].name; i++)
		if (strcmp(fuzz_targets[i].name, name) == 0)
			target = fuzz_targets[i].run;
	fuzz_check(target, "NEARCALL_FUZZ must be bind, code, edit, fuse, image, json, objfile, program or text");
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size <= FUZZ_MAX_BYTES)
		target(data, size);
	return 0;
}
