#include "remote.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WAIT_TRIES = 3000, WAIT_US = 10000, MOST_TEXT = 4000 };

static const char digits[] = "0123456789abcdef";

static bool send_all(struct remote *r, const char *text, size_t n)
{
	while (n) {
		ssize_t sent = write(r->fd, text, n);
		if (sent <= 0 && errno != EINTR)
			return false;
		text += sent > 0 ? sent : 0;
		n -= sent > 0 ? (size_t)sent : 0;
	}
	return true;
}

// In front stands the acknowledgement of the last answer, which qemu waits for.
static bool ask(struct remote *r, const char *text)
{
	char out[MOST_TEXT + 8];
	uint8_t sum = 0;
	for (const char *p = text; *p; p++)
		sum += (uint8_t)*p;
	int n = snprintf(out, sizeof out, "+$%s#%02x", text, sum);
	return n > 0 && (size_t)n < sizeof out && send_all(r, out, (size_t)n);
}

static int next(struct remote *r)
{
	if (r->at == r->n) {
		ssize_t n = read(r->fd, r->in, sizeof r->in);
		if (n <= 0)
			return -1;
		r->at = 0;
		r->n = (size_t)n;
	}
	return (uint8_t)r->in[r->at++];
}

// answer reads one packet, behind the acknowledgement of the question.
static bool answer(struct remote *r, char *out, size_t size)
{
	size_t n = 0;
	int c;
	do
		c = next(r);
	while (c == '+');
	if (c != '$')
		return false;
	while ((c = next(r)) >= 0 && c != '#' && n + 1 < size)
		out[n++] = (char)c;
	out[n] = '\0';
	return c == '#' && next(r) >= 0 && next(r) >= 0;
}

static bool is_ok(struct remote *r)
{
	char text[64];
	return answer(r, text, sizeof text) && strcmp(text, "OK") == 0;
}

static bool from_hex(const char *text, uint8_t *out, size_t n)
{
	for (size_t i = 0; i < 2 * n; i++) {
		const char *d = text[i] ? strchr(digits, text[i]) : NULL;
		if (!d)
			return false;
		out[i / 2] = (uint8_t)(out[i / 2] << 4 | (d - digits));
	}
	return true;
}

static void to_hex(char *out, const void *in, size_t n)
{
	const uint8_t *p = in;
	for (size_t i = 0; i < n; i++) {
		*out++ = digits[p[i] >> 4];
		*out++ = digits[p[i] & 15];
	}
	*out = '\0';
}

static bool connect_to(struct remote *r)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	snprintf(to.sun_path, sizeof to.sun_path, "%s", r->socket);
	for (int i = 0; i < WAIT_TRIES; i++) {
		r->fd = socket(AF_UNIX, SOCK_STREAM, 0);
		if (r->fd >= 0 && connect(r->fd, (struct sockaddr *)&to, sizeof to) == 0)
			return true;
		close(r->fd);
		r->fd = -1;
		if (waitpid(r->pid, NULL, WNOHANG) == r->pid)
			return (r->pid = 0);
		usleep(WAIT_US);
	}
	return false;
}

static bool registers(struct machine *m, struct cpu *out)
{
	struct remote *r = (struct remote *)m;
	char text[MOST_TEXT];
	memset(out, 0, sizeof *out);
	if (!ask(r, "g") || !answer(r, text, sizeof text) || strlen(text) < 16 * CPU_REGS + 8)
		return false;
	return from_hex(text, (uint8_t *)out->reg, sizeof out->reg) &&
	       from_hex(text + 16 * CPU_REGS, (uint8_t *)&out->flags, sizeof out->flags);
}

static bool set_registers(struct machine *m, const struct cpu *cpu)
{
	struct remote *r = (struct remote *)m;
	char text[MOST_TEXT] = "G";
	to_hex(text + 1, cpu->reg, sizeof cpu->reg);
	to_hex(text + 1 + 16 * CPU_REGS, &cpu->flags, sizeof cpu->flags);
	return ask(r, text) && is_ok(r);
}

static bool read_memory(struct machine *m, uint64_t addr, void *out, size_t n)
{
	struct remote *r = (struct remote *)m;
	char text[MOST_TEXT];
	snprintf(text, sizeof text, "m%llx,%zx", (unsigned long long)addr, n);
	memset(out, 0, n);
	return 2 * n < sizeof text && ask(r, text) && answer(r, text, sizeof text) && strlen(text) == 2 * n &&
	       from_hex(text, out, n);
}

static bool write_memory(struct machine *m, uint64_t addr, const void *in, size_t n)
{
	struct remote *r = (struct remote *)m;
	char text[MOST_TEXT];
	int head = snprintf(text, sizeof text, "M%llx,%zx:", (unsigned long long)addr, n);
	if ((size_t)head + 2 * n >= sizeof text)
		return false;
	to_hex(text + head, in, n);
	return ask(r, text) && is_ok(r);
}

static bool step(struct machine *m, int *signal)
{
	struct remote *r = (struct remote *)m;
	char text[MOST_TEXT];
	if (!ask(r, "s") || !answer(r, text, sizeof text) || (text[0] != 'T' && text[0] != 'S'))
		return false;
	*signal = (int)strtol((char[]){text[1], text[2], 0}, NULL, 16);
	return true;
}

static const struct machine_calls calls = {registers, set_registers, read_memory, write_memory, step};

bool remote_start(struct remote *r, const char *path)
{
	*r = (struct remote){.machine.calls = &calls, .fd = -1};
	snprintf(r->socket, sizeof r->socket, "/tmp/nearcall-steps.%d", (int)getpid());
	unlink(r->socket);
	r->pid = fork();
	if (r->pid == 0) {
		execlp("qemu-aarch64", "qemu-aarch64", "-g", r->socket, path, (char *)NULL);
		fprintf(stderr, "qemu-aarch64: %s\n", strerror(errno));
		_exit(127);
	}
	if (r->pid > 0 && connect_to(r))
		return true;
	fprintf(stderr, "qemu-aarch64 does not listen\n");
	remote_end(r);
	return false;
}

void remote_end(struct remote *r)
{
	if (r->pid > 0) { // first, for whom nobody steps goes on
		kill(r->pid, SIGKILL);
		waitpid(r->pid, NULL, 0);
	}
	if (r->fd >= 0)
		close(r->fd);
	unlink(r->socket);
}
