// subject.h - C for arm64, as a build compiles, links and proves it.
#ifndef NEARCALL_STEPS_SUBJECT_H
#define NEARCALL_STEPS_SUBJECT_H

#include "model/build.h"
#include "model/gopkg.h"
#include "model/image.h"
#include "model/proof.h"

enum { SUBJECT_MOST = 64 };

struct subject {
	struct arena *arena;
	struct diags diags;
	struct build b;
	struct gopkg pkg;
	struct image img;
	struct proof proof;
	const struct symbol *entries[SUBJECT_MOST];
	size_t n;
};

enum verdict { SUBJECT_PROVEN, SUBJECT_REFUSED, SUBJECT_DENIED, SUBJECT_BROKEN };

// subject_new compiles the file `path` with CC of the environment and the flags, a list
// that NULL ends, and proves its functions, n of them; dir is a folder for what it
// makes. Of what is not proven s->diags tell why.
enum verdict subject_new(struct subject *s, const char *path, const char *const *flags, const char *const *functions,
                         size_t n, const char *dir);

// subject_alone makes a subject of one function of a linked one, which must outlive it: with an arena, messages and
// places of symbols of its own, so that it can be proven and laid out anew by itself. Its arena is to be freed, and no
// more.
void subject_alone(struct subject *one, const struct subject *s, const struct symbol *entry);

// subject_prove proves and checks what is linked.
enum verdict subject_prove(struct subject *s);

// subject_link is subject_new without the proof: SUBJECT_PROVEN means that there is an image.
enum verdict subject_link(struct subject *s, const char *path, const char *const *flags, const char *const *functions,
                          size_t n, const char *dir);

// subject_relay lays the functions out anew and proves them again. SUBJECT_REFUSED: they
// cannot be; s->img.opaque tells why.
enum verdict subject_relay(struct subject *s);

void subject_free(struct subject *s);

#endif
