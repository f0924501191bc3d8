// Tables in constants whose rows hold functions and other things: rows of 16, 24, 40 and 520 bytes, read by an index,
// by a pointer that runs through them from either end, and by way of other tables.
#define NOINLINE __attribute__((noinline))

static NOINLINE long twice(long x) { return 2 * x; }
static NOINLINE long square(long x) { return x * x; }
static NOINLINE long less(long x) { return x - 7; }

typedef long (*op)(long);
struct named { const char *name; op f; };
struct weighed { const char *name; op f; long weight; };
struct wide { long weight; op f, g; const char *name; int n; };
struct large { op f; char text[504]; op g; };

static const struct named words[] = {{"ant", twice}, {"bee", square}, {"cat", twice}, {"dog", less}};
static const struct weighed heavy[] = {{"ant", less, 3}, {"bee", square, 5}, {"cat", twice, 7}};
static const struct wide wides[] = {{1, twice, less, "a", 4}, {2, square, twice, "b", 5}, {3, less, square, "c", 6}};
static const struct large larges[] = {{twice, "some", less}, {square, "thing", twice}};
static const struct { const struct named *rows; unsigned n; } pages[] = {{words, 4}, {words + 1, 2}};

long by_index(long x, unsigned long i) { return words[i % 4].name[0] + words[i % 4].f(i); }
long by_int(long x, int i) { return words[i & 3].f(i) + words[i & 3].name[1]; }
long by_thirds(long x, unsigned long i) { return heavy[i % 3].f(i) * heavy[i % 3].weight + heavy[i % 3].name[0]; }
long by_five(long x, int i)
{
	const struct wide *w = &wides[(unsigned)i % 3];
	return w->f(w->g(i)) + w->n + w->name[0];
}
long by_large(long x, unsigned char i) { return larges[i & 1].g(larges[i & 1].f(i)) + larges[i & 1].text[2]; }
long by_page(long x, unsigned i)
{
	const struct named *row = pages[i & 1].rows;
	return row->f(row->name[0] + pages[i & 1].n);
}
long upwards(long x, long n)
{
	long sum = 0;
	for (const struct named *p = words; p < words + 4; p++)
		sum += p->f(n) + p->name[0];
	return sum;
}
long downwards(long x, long n)
{
	long sum = 0;
	for (const struct weighed *p = heavy + 3; p-- > heavy;)
		sum = sum * p->weight + p->f(n);
	return sum;
}
long up_to_name(long x, long n)
{
	const struct named *p = words;
	while (p->name[0] != 'd')
		n = p++->f(n);
	return p->f(n);
}
long both_ends(long x, long n)
{
	long sum = 0;
	for (int i = 0, j = 2; i <= j; i++, j--)
		sum += wides[i].f(n) - wides[j].g(n);
	return sum;
}
