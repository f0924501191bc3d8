// symbolname.c - import paths in symbols.
//
// cmd/asm takes letters, digits, _ and its own spellings of dot and slash in names,
// and import paths have more: github.com/a-b/c, gopkg.in/yaml.v3. Go's compiler
// writes those as they are, or escaped (cmd/internal/objabi, PathToPrefix). Here
// they are assembled with a _ for each such byte, and the names in the object,
// which keep their lengths, are mended.
#include "toolexec/symbolname.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/gosym.h"

#include <ctype.h>
#include <string.h>

struct symbol_prefix symbol_prefix_of(struct arena *a, const char *import)
{
	struct symbol_prefix p = {.linker = gosym_path(a, import)};
	struct buf assembly = {.arena = a}, object = {.arena = a};
	for (const char *s = p.linker; *s; s++) {
		bool letter = isalpha((unsigned char)*s) || (isdigit((unsigned char)*s) && s > p.linker);
		const char *spelled = *s == '.' ? "\302\267" : *s == '/' ? "\342\210\225" : NULL;
		char c = letter || spelled ? *s : '_';
		buf_printf(&object, "%c", c);
		buf_printf(&assembly, "%s", spelled ? spelled : (char[]){c, 0});
	}
	p.assembly = assembly.p;
	p.object = object.p;
	return p;
}

bool symbol_prefix_mend(struct diags *d, const struct symbol_prefix *p, const char *object)
{
	struct file_text t;
	size_t n = strlen(p->object);
	if (strcmp(p->object, p->linker) == 0)
		return true;
	if (!file_read(d, object, &t))
		return false;
	for (size_t i = 0; i + n < t.len; i++)
		if (t.text[i + n] == '.' && memcmp(t.text + i, p->object, n) == 0)
			memcpy(t.text + i, p->linker, n);
	return file_replace(d, object, t.text, t.len);
}
