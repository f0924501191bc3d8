#include "toolexec/archivemember.h"

#include "base/files.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

bool archive_append(struct diags *d, const char *archive, const char *name, const char *object)
{
	struct file_text t;
	if (!file_read(d, object, &t))
		return false;
	FILE *f = fopen(archive, "r+");
	bool done = f && fseek(f, 0, SEEK_END) == 0;
	if (done) { // as cmd/pack writes it: no time, no owner, an even number of bytes
		fprintf(f, "%-16s%-12d%-6d%-6d%-8o%-10zu`\n", name, 0, 0, 0, 0644, t.len);
		fwrite(t.text, 1, t.len, f);
		if (t.len % 2)
			fputc('\n', f);
		done = !ferror(f);
	}
	if (f && fclose(f) != 0)
		done = false;
	if (!done)
		diag_tool(d, NC_CANNOT_WRITE, NULL, "cannot add to %s: %s", archive, strerror(errno));
	return done;
}
