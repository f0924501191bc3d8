// fuzz.h - the fuzz targets: what is done with arbitrary bytes.
//
// Each target must come back from any input: no crash, no hang, no leak, and
// none of its own checks failed. libfuzzer.c makes a fuzzer of one target,
// replay.c runs all of them over the files of corpus/.
#ifndef NEARCALL_FUZZ_H
#define NEARCALL_FUZZ_H

#include "bind/bind.h"
#include "bind/proto.h"
#include "link/image.h"
#include "model/build.h"
#include "prove/prove.h"

enum { FUZZ_MAX_BYTES = 64 * 1024 };

void fuzz_json(const uint8_t *data, size_t size);    // what nearcall-godecl prints
void fuzz_objfile(const uint8_t *data, size_t size); // an object or archive
void fuzz_edit(const uint8_t *data, size_t size);    // a reduced object, before it is changed
void fuzz_image(const uint8_t *data, size_t size);   // a linked image, with DWARF
void fuzz_code(const uint8_t *data, size_t size);    // machine code; see code.c
void fuzz_code64(const uint8_t *data, size_t size);  // the same for arm64, relaid and proven again
void fuzz_fuse(const uint8_t *data, size_t size);    // choices for a leaf function; see leaf.h
void fuzz_program(const uint8_t *data, size_t size); // choices for a program; see program.c
void fuzz_bind(const uint8_t *data, size_t size);    // an explicit signature and Go types; see gotypes.c
void fuzz_text(const uint8_t *data, size_t size);    // strings, each ended by a NUL

// All of them; the last name is NULL.
extern const struct fuzz_target {
	const char *name;
	void (*run)(const uint8_t *data, size_t size);
} fuzz_targets[];

// fuzz_check ends the program with the message when a promise is broken.
void fuzz_check(bool ok, const char *broken);

// A build of its own for one input.
struct fuzz_build {
	struct build b;
	struct diags diags;
};

void fuzz_build_start(struct fuzz_build *f);
void fuzz_build_end(struct fuzz_build *f); // prints what was refused, to nowhere

// A source of choices that runs dry at the end of the input: zeros then.
struct feed {
	const uint8_t *at;
	size_t left;
};

unsigned feed_byte(struct feed *f);
char *feed_string(struct arena *a, struct feed *f); // up to a NUL

// fuzz_fd gives a file with these bytes, read from its start.
int fuzz_fd(const uint8_t *data, size_t size);

// fuzz_function makes up a Go function with laid-out parameters and results.
struct gofunc fuzz_function(struct arena *a, struct feed *f, const char *c_name, const char *signature);

// What must hold of every proof, and of one without a refusal.
void fuzz_check_places(const struct proof *p, const struct image *img);
void fuzz_check_proof(const struct proof *p, const struct gopkg *pkg, const struct arch *arch);

// fuzz_run runs an accepted function on a machine that chance drives; its
// stack must stay within the bound. See machine.c.
void fuzz_run(struct arena *a, const struct image *img, const struct proven *f, uint64_t seed);

// What must hold of the image as Go assembly: its lines are what they should
// be, and the bytes in them are those of the image.
void fuzz_check_text(struct arena *a, const struct image *img);

// fuzz_place places a proven image, and checks that (tests/unit/placecheck.h).
void fuzz_place(struct arena *a, const struct image *img, const struct proof *proof);

// fuzz_check_trampoline writes the trampoline of a bound call; no line of it
// may come from a name.
void fuzz_check_trampoline(struct arena *a, const struct call *call, uint64_t stack);

#endif
