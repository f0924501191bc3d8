#include "codes/codes.h"

#define CODE(name, number, title, why, example, way) {NC_##name, title, why, example, way},
static const struct page pages[] = {
#include "codes/list.h"
};
#undef CODE

const struct page *code_page(enum nc_code code)
{
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		if (pages[i].code == code)
			return &pages[i];
	return NULL;
}

const struct page *code_pages(size_t *n)
{
	*n = sizeof pages / sizeof *pages;
	return pages;
}
