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

// load decodes into out, which has room for four bytes a pixel; the number of channels in the file, or 0.
int load(void *room, size_t size, const unsigned char *in, int n, unsigned char *out, int *width, int *height)
{
	NEARCALL_MALLOC_FROM(room, size);
	int channels = 0;
	unsigned char *p = stbi_load_from_memory(in, n, width, height, &channels, 4);
	if (!p)
		return 0;
	memcpy(out, p, (size_t)*width * (size_t)*height * 4);
	return channels;
}
