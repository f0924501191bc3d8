// message.h - diagnostics as programs want them: flat, with the words of the C
// compiler taken apart into messages of their own.
#ifndef NEARCALL_MESSAGE_H
#define NEARCALL_MESSAGE_H

#include "base/diag.h"

#include <jansson.h>

struct message {
	enum nc_code code;
	const char *severity; // "error", "warning" or "note"
	struct pos pos;
	const char *text;   // one line
	const char *hint;   // or NULL
	const char *detail; // further lines: declarations side by side, source with carets, a program's words; or NULL
	VEC(struct related) related;
};

struct messages {
	struct arena *arena;
	VEC(struct message) list;
};

// messages_of appends all diagnostics, in their order.
void messages_of(struct diags *d, struct messages *out);

// message_json is a message as an object, which the caller owns. Bytes that are
// not UTF-8 become U+FFFD.
json_t *message_json(struct arena *a, const struct message *m);

// json_text is text as JSON has it: what is not UTF-8 in it becomes U+FFFD.
json_t *json_text(struct arena *a, const char *s);

#endif
