#include "stackpage.h"

#include "calltree.h"
#include "link/dwarfpos.h"
#include "loops.h"

#include <string.h>

enum { MAX_DEPTH = 24, LONGEST_LINE = 200 };

static const char style[] =
	":root{color-scheme:light dark;--back:#fff;--text:#1b1f24;--dim:#57606a;--line:#d0d7de;--bar:#b6c2cf;--deep:#0b62c4;"
	"--lit:#e3effc}\n"
	"@media(prefers-color-scheme:dark){:root{--back:#0f1318;--text:#e3e8ee;--dim:#98a4b1;--line:#303943;--bar:#46525f;"
	"--deep:#6cb2ff;--lit:#142a44}}\n"
	"*{box-sizing:border-box}body{margin:0 auto;max-width:70rem;padding:1.5rem 1rem 4rem;background:var(--back);"
	"color:var(--text);font:15px/1.5 system-ui,sans-serif}\n"
	"code,.n{font-family:ui-monospace,monospace;font-size:.92em}h1{font-size:1.5rem;margin:0}h2{font-size:1.15rem;"
	"margin:2rem 0 .5rem}h3{font-size:1rem;margin:2rem 0 .4rem}h1,h3{overflow-wrap:anywhere}p{color:var(--dim);margin:.3rem 0}\n"
	"a{color:inherit}.view{display:none}.choice{position:absolute;opacity:0}label{display:inline-block;margin:.9rem .3rem 0 0;"
	"padding:.2rem .7rem;border:1px solid var(--line);border-radius:1rem;cursor:pointer}\n"
	".choice:focus-visible+label{outline:2px solid var(--deep)}.choice:checked+label{background:var(--deep);"
	"border-color:var(--deep);color:var(--back)}\n"
	".row{display:grid;grid-template-columns:minmax(0,1fr) 9rem 4.5rem 4.5rem;gap:0 .6rem;align-items:center;padding:.1rem .4rem;"
	"border-radius:.3rem}.row>*{min-width:0}.name{overflow-wrap:anywhere}.n{text-align:right}.head,.at,.line{color:var(--dim)}.name>.at{font-weight:400;font-size:.85em}\n"
	".line{grid-column:1/-1;white-space:pre;overflow:hidden;text-overflow:ellipsis;font-size:.82em}\n"
	".bar{height:.7rem;background:linear-gradient(var(--bar),var(--bar)) no-repeat;border-radius:.2rem;"
	"border-bottom:1px solid var(--line)}\n"
	".deep>.row,.row.deep{background-color:var(--lit)}.deep>.row>.name{color:var(--deep);font-weight:600}"
	".deep>.row>.bar,.row.deep>.bar{background-image:linear-gradient(var(--deep),var(--deep))}\n"
	"ul{list-style:none;margin:0;padding:0}ul ul{margin-left:.5rem;padding-left:.7rem;border-left:1px solid var(--line)}\n"
	"@media(max-width:40rem){.row{grid-template-columns:minmax(0,1fr) 3.5rem 3.5rem}.row>.bar{display:none}}\n"
	"@media print{.view{display:block}label{display:none}}\n";

// Text between tags, or in an attribute.
static const char *html(struct arena *a, const char *s)
{
	struct buf out = {.arena = a};
	for (; *s; s++) {
		static const char *const names[] = {['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;"};
		const char *name = (unsigned char)*s < sizeof names / sizeof *names ? names[(unsigned char)*s] : NULL;
		if (name)
			buf_printf(&out, "%s", name);
		else
			buf_printf(&out, "%c", *s);
	}
	return out.p ? out.p : "";
}

// One architecture and level, as it is written.
struct view {
	struct stackpage *page;
	struct buf *out;
	const struct image *img;
	const struct proof *proof;
	struct arena *arena; // of the build
	uint64_t most;       // bytes, of a full bar
	bool *shown;         // functions whose calls are in this tree already
};

// The source line of a place, if it can be read; without the blanks around it.
static const char *source_line(struct arena *a, struct pos pos)
{
	char text[4096];
	const char *found = NULL;
	FILE *f = pos.file && pos.line > 0 ? fopen(pos.file, "r") : NULL;
	for (int line = 1; f && line <= pos.line && fgets(text, sizeof text, f); line++)
		if (line == pos.line) {
			const char *start = text + strspn(text, " \t");
			size_t n = strcspn(start, "\r\n");
			found = arena_strndup(a, start, n < LONGEST_LINE ? n : LONGEST_LINE);
		}
	if (f)
		fclose(f);
	return found;
}

static void write_bar(const struct view *v, uint64_t bytes)
{
	double share = v->most ? 100.0 * (double)bytes / (double)v->most : 0;
	buf_printf(v->out, "<span class=bar style=\"background-size:%.1f%% 100%%\"></span>", share);
}

// The line of a function: its name, what it needs, and the line of C that calls it, or that it begins at.
static void write_row(const struct view *v, const struct proven *f, uint64_t at, const char *said)
{
	struct pos pos = image_pos(v->arena, v->img, at);
	const char *line = source_line(v->arena, pos);
	if (line && strcmp(line, "{") == 0) // says nothing
		line = NULL;
	buf_printf(v->out, "<div class=row><span class=name><code>%s</code>%s</span>",
	           html(v->arena, calltree_name(v->arena, f->name)), said);
	write_bar(v, f->bound);
	buf_printf(v->out, "<span class=n>%llu</span><span class=n>%llu</span>", (unsigned long long)f->frame,
	           (unsigned long long)f->bound);
	if (pos.file && pos.line)
		buf_printf(v->out, "<code class=line>%s:%d%s%s</code>", html(v->arena, pos.file), pos.line, line ? "  " : "",
		           line ? html(v->arena, line) : "");
	buf_printf(v->out, "</div>");
}

static void write_tree(const struct view *v, int index, uint64_t at, int depth, bool tail, bool deep)
{
	const struct proven *f = &v->proof->funcs.v[index];
	bool again = v->shown[index] && f->calls.n;
	const struct call_site *worst = calltree_deepest(v->proof, f);
	const char *said = tail && again ? " <span class=at>tail call, see above</span>"
	                   : tail        ? " <span class=at>tail call</span>"
	                   : again       ? " <span class=at>see above</span>" : "";
	buf_printf(v->out, deep ? "<li class=deep>" : "<li>");
	write_row(v, f, at, said);
	bool open = false;
	for (size_t i = 0; i < f->calls.n && !again && depth < MAX_DEPTH; i++) {
		const struct call_site *c = &f->calls.v[i];
		v->shown[index] = true;
		if (!calltree_shown(v->proof, f, i))
			continue;
		buf_printf(v->out, open ? "" : "<ul>\n");
		open = true;
		write_tree(v, c->callee, c->addr, depth + 1, c->tail, deep && worst && worst->callee == c->callee);
	}
	buf_printf(v->out, open ? "</ul></li>\n" : "</li>\n");
}

static const struct proven *entry_of(const struct view *v, const struct call *call, size_t level)
{
	return proof_of(v->proof, call->entries.v[level]->addr);
}

// All functions that Go calls, as bars beside each other.
static void write_bars(const struct view *v, const struct product *p, size_t level)
{
	buf_printf(v->out, "<div class=bars>\n<div class=\"row head\"><span>Go function</span><span></span><span class=n>own</span>"
	                   "<span class=n>total</span></div>\n");
	for (size_t i = 0; i < p->calls.n; i++) {
		const struct proven *f = entry_of(v, &p->calls.v[i], level);
		const char *name = html(v->arena, p->calls.v[i].go->name);
		buf_printf(v->out, "<div class=\"row%s\"><a class=name href=\"#v%d-%s\"><code>%s</code></a>",
		           f->bound == v->most ? " deep" : "", v->page->n, name, name);
		write_bar(v, f->bound);
		buf_printf(v->out, "<span class=n>%llu</span><span class=n>%llu</span></div>\n", (unsigned long long)f->frame,
		           (unsigned long long)f->bound);
	}
	buf_printf(v->out, "</div>\n");
}

static void write_view(const struct view *v, const struct product *p, size_t level)
{
	write_bars(v, p, level);
	for (size_t i = 0; i < p->calls.n; i++) {
		const struct call *call = &p->calls.v[i];
		const struct proven *f = entry_of(v, call, level);
		memset(v->shown, 0, v->proof->funcs.n * sizeof *v->shown);
		buf_printf(v->out, "<h3 id=\"v%d-%s\"><code>%s</code></h3>\n<p>%llu bytes of stack, %s</p>\n",
		           v->page->n, html(v->arena, call->go->name), html(v->arena, call->go->decl),
		           (unsigned long long)f->bound, html(v->arena, calltree_ground(v->arena, v->proof, f)));
		struct pos loop = loops_hold_up(v->arena, p, call, level);
		if (loop.file)
			buf_printf(v->out, "<p>" LOOPS_AT " <code>%s:%d</code>; " LOOPS_WAY "</p>\n", html(v->arena, loop.file), loop.line);
		buf_printf(v->out, "<ul class=tree>\n");
		write_tree(v, (int)(f - v->proof->funcs.v), f->addr, 0, false, true);
		buf_printf(v->out, "</ul>\n");
	}
}

void stackpage_open(struct stackpage *page)
{
	struct arena *a = arena_new();
	*page = (struct stackpage){.arena = a, .choices.arena = a, .rules.arena = a, .views.arena = a};
}

void stackpage_add(struct stackpage *page, const struct arch *arch, const struct product *p)
{
	struct arena *a = arena_new();
	page->package = arena_strdup(page->arena, html(a, p->pkg->path));
	for (size_t k = 0; k < p->variants.n; k++) {
		const struct proof *proof = &p->variants.v[k].proof;
		struct view v = {page, &page->views, &p->variants.v[k].image, proof, a, 1, arena_alloc(a, proof->funcs.n + 1)};
		const char *level = html(a, p->variants.v[k].level);
		for (size_t i = 0; i < p->calls.n; i++)
			if (entry_of(&v, &p->calls.v[i], k)->bound > v.most)
				v.most = entry_of(&v, &p->calls.v[i], k)->bound;
		buf_printf(&page->choices, "<input class=choice type=radio name=view id=c%d%s><label for=c%d>%s%s%s</label>\n", page->n,
		           page->n ? "" : " checked", page->n, arch->name, *level ? " " : "", level);
		buf_printf(&page->rules, "#c%d:checked~main>.v%d{display:block}", page->n, page->n);
		buf_printf(&page->views, "<section class=\"view v%d\">\n<h2>%s%s%s</h2>\n", page->n, arch->name, *level ? " at " : "",
		           level);
		write_view(&v, p, k);
		buf_printf(&page->views, "</section>\n");
		page->n++;
	}
	arena_free(a);
}

void stackpage_close(struct stackpage *page, FILE *out)
{
	if (page->package)
		fprintf(out, "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n"
		             "<meta name=viewport content=\"width=device-width,initial-scale=1\">\n<title>Stack of %s</title>\n"
		             "<style>\n%s%s\n</style>\n<h1>Stack of <code>%s</code></h1>\n"
		             "<p>Bytes of the goroutine's stack that C needs, below the return address: what a function uses itself, and "
		             "with all that it calls. The deepest path is lit. By nearcall %s.</p>\n%s<main>\n%s</main>\n</html>\n",
		        page->package, style, page->rules.p, page->package, NEARCALL_VERSION, page->choices.p, page->views.p);
	arena_free(page->arena);
}
