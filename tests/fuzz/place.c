// place.c - what *place* makes of a proven image.
#include "fuzz.h"

#include "../unit/placecheck.h"
#include "trampolines/functext.h"
#include "trampolines/imagetext.h"

#include <stdio.h>

// What came in, and what came out.
static void tell(struct arena *a, const struct image *img, const struct proof *proof, const struct placement *p)
{
	struct buf out = {.arena = a};
	struct asmtext t = {.out = &out};
	const struct emitter *e = emitter_of("amd64");
	image_text(&t, e, img, "image<>");
	functions_text(&t, &(struct functions){e, img, proof, p, place_all_called(a, p), "x.s"});
	fwrite(out.p, 1, out.len, stderr);
	for (size_t i = 0; i < p->pieces.n; i++)
		fprintf(stderr, "%s [0x%llx, 0x%llx) is at +0x%llx of text %d\n", p->pieces.v[i].name, (unsigned long long)p->pieces.v[i].start,
		        (unsigned long long)p->pieces.v[i].end, (unsigned long long)p->pieces.v[i].at, p->pieces.v[i].text);
}

void fuzz_place(struct arena *a, const struct image *img, const struct proof *proof)
{
	struct placement p;
	place_image(a, img, proof, "", &p);
	const char *broken = p.opaque ? NULL : place_check(a, img, proof, &p);
	if (broken) {
		tell(a, img, proof, &p);
		fprintf(stderr, "%s\n", broken);
	}
	fuzz_check(!broken, "a placement that is not what the image was");
}
