#include "link/libm.h"

#include "base/ask.h"
#include "base/path.h"

#include <string.h>
#include <unistd.h>

// musl has a file for each function, under its name; but for these.
static const struct {
	const char *symbol, *file;
} elsewhere[] = {
	{"__exp_data", "exp_data"},           {"__exp2f_data", "exp2f_data"}, {"__log_data", "log_data"},
	{"__logf_data", "logf_data"},         {"__log2_data", "log2_data"},   {"__log2f_data", "log2f_data"},
	{"__pow_log_data", "pow_data"},       {"__powf_log2_data", "powf_data"},
	{"__lgamma_r", "lgamma_r"},           {"__lgammaf_r", "lgammaf_r"},   {"pow10", "exp10"},
	{"pow10f", "exp10f"},                 {"drem", "remainder"},          {"dremf", "remainderf"},
	{"__rsqrt_tab", "sqrt_data"},         {"jn", "jn"},                   {"y0", "j0"},
	{"y1", "j1"},                         {"yn", "jn"},                   {"y0f", "j0f"},
	{"y1f", "j1f"},                       {"ynf", "jnf"},
};

const char *libm_file(struct build *b, const struct gopkg *pkg, const char *symbol, struct pos *pos)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	if (symbol[strspn(symbol, letters)])
		return NULL;
	for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
		if (strcmp(elsewhere[i].symbol, symbol) == 0)
			symbol = elsewhere[i].file;
	for (size_t i = 0; i < pkg->libm.n; i++) {
		const char *dir = path_join(b->arena, pkg->dir, pkg->libm.v[i].path);
		const char *file = arena_printf(b->arena, "%s/%s.c", dir, symbol);
		if (ask_access(file, R_OK)) {
			*pos = pkg->libm.v[i].pos;
			return file;
		}
	}
	return NULL;
}
