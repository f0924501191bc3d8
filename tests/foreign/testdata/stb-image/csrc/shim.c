#include <nearcall_malloc.h>

void *stbi_malloc(size_t n) { return malloc(n); }
void *stbi_realloc(void *p, size_t n) { return realloc(p, n); }
void stbi_free(void *p) { free(p); }

#define STBI_MALLOC stbi_malloc
#define STBI_REALLOC stbi_realloc
#define STBI_FREE stbi_free
#define STBI_NO_STDIO
#define STBI_NO_THREAD_LOCALS
#define STBI_NO_HDR
#define STBI_NO_LINEAR
#define STBI_ONLY_PNG
#define STBI_ASSERT(x) ((x) ? (void)0 : __builtin_trap())
#define STB_IMAGE_IMPLEMENTATION
#include "../up/stb_image.h"

// A reader hands out a file in pieces.
struct reader {
	const unsigned char *at;
	int left;
};

static int take(void *user, char *data, int size)
{
	struct reader *r = user;
	int n = size < r->left ? size : r->left;
	memcpy(data, r->at, (size_t)n);
	r->at += n;
	r->left -= n;
	return n;
}

static void pass(void *user, int n)
{
	struct reader *r = user;
	r->at += n;
	r->left -= n;
}

static int at_end(void *user)
{
	return ((struct reader *)user)->left == 0;
}

// decode is a function of its own, so that nothing of its frame lies between the arena and what it calls.
static __attribute__((noinline)) int decode(const unsigned char *in, int n, unsigned char *out, int *width, int *height)
{
	const stbi_io_callbacks callbacks = {take, pass, at_end};
	struct reader r = {in, n};
	int channels = 0;
	unsigned char *p = stbi_load_from_callbacks(&callbacks, &r, width, height, &channels, 4);
	if (!p)
		return 0;
	memcpy(out, p, (size_t)*width * (size_t)*height * 4);
	return channels;
}

// load decodes into out, which has room for four bytes a pixel; the number of channels in the file, or 0.
int load(void *room, size_t size, const unsigned char *in, int n, unsigned char *out, int *width, int *height)
{
	NEARCALL_MALLOC_FROM(room, size);
	return decode(in, n, out, width, height);
}
