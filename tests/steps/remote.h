// remote.h - a program under qemu-user, stepped through its debugger's protocol
// (GDB manual, appendix E). Only what the harness needs.
#ifndef NEARCALL_REMOTE_H
#define NEARCALL_REMOTE_H

#include "machine.h"

#include <sys/types.h>

struct remote {
	struct machine machine;
	pid_t pid; // qemu's
	int fd;
	char socket[64];
	char in[4096];
	size_t at, n; // of what has been read
};

// remote_start starts qemu on an executable file and waits until it listens; false,
// with a message, when it does not. remote_end ends it.
bool remote_start(struct remote *r, const char *path);
void remote_end(struct remote *r);

#endif
