#include "base/std.h"

#include "base/diag.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void std_open(void)
{
	// Who closes standard error wants no words; who closes standard output may have made a mistake.
	static const int modes[] = {O_RDONLY, O_RDONLY, O_RDWR};
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			open("/dev/null", modes[fd]); // the lowest that is free: fd itself
}

int std_close(int status)
{
	errno = 0;
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "nearcall: error: cannot write the output: %s [" CODE_FORMAT "]\n\thint: is the disk full?\n",
		        errno ? strerror(errno) : "output error", NC_CANNOT_WRITE);
		status = EXIT_TOOL;
	}
	if ((fflush(stderr) != 0 || ferror(stderr)) && status == EXIT_DONE)
		status = EXIT_TOOL;
	return status;
}
