// Constants that hold addresses, and variables.
#include <stddef.h>
#include <stdint.h>

static size_t copy(const char *s, uint8_t *out, size_t n)
{
	size_t i;
	for (i = 0; s[i] && i < n; i++)
		out[i] = (uint8_t)s[i];
	return i;
}

// A switch over strings: clang makes a table of offsets of it.
uint64_t number_name(uint64_t i, uint8_t *out, size_t n)
{
	const char *s;
	switch (i) {
	case 0: s = "zero"; break;
	case 1: s = "one"; break;
	case 2: s = "two"; break;
	case 3: s = "three"; break;
	case 4: s = "forty-two"; break;
	default: s = "many"; break;
	}
	return copy(s, out, n);
}

static const char *const weekdays[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

uint64_t weekday(uint64_t i, uint8_t *out, size_t n)
{
	return i < 7 ? copy(weekdays[i], out, n) : 0;
}

static uint64_t twice(uint64_t x) { return 2 * x; }
static uint64_t square(uint64_t x) { return x * x; }

// More stack than Go's linker lets a function have that does not check it.
static uint64_t deep(uint64_t x)
{
	volatile uint64_t a[200];
	for (int i = 0; i < 200; i++)
		a[i] = x + (uint64_t)i;
	return a[x % 200];
}

static uint64_t (*const functions[])(uint64_t) = {twice, square, deep};

uint64_t apply(uint64_t i, uint64_t x)
{
	return i < 3 ? functions[i](x) : 0;
}

struct shape {
	const char *name;
	uint64_t (*area)(uint64_t);
	uint64_t id;
	const struct shape *next;
};

static const struct shape shapes[] = {
	{"twice", twice, 1, NULL}, {"square", square, 2, &shapes[0]}, {"deep", deep, 3, &shapes[1]},
};
static const struct shape *const chains[] = {&shapes[2], &shapes[1], &shapes[0]};

// A list of structs with functions and strings, from a table of lists.
uint64_t walk(uint64_t i, uint64_t x, uint8_t *out, size_t n)
{
	uint64_t sum = 0;
	size_t at = 0;
	for (const struct shape *s = chains[i % 3]; s; s = s->next) {
		at += copy(s->name, out + at, n - at);
		sum += s->area(x) + s->id;
	}
	return sum;
}

static uint64_t counter = 40;

uint64_t bump(uint64_t n)
{
	return __atomic_add_fetch(&counter, n, __ATOMIC_SEQ_CST);
}

uint64_t bumped(void)
{
	return counter;
}

static uint32_t histogram[256];

void count(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		histogram[p[i]]++;
}

uint64_t counted(uint8_t c)
{
	return histogram[c];
}

// A variable that leads to constants.
static struct {
	const char *s;
	uint64_t n;
} labels[] = {{"abc", 1}, {"defg", 2}};

uint64_t label(uint64_t i)
{
	labels[i & 1].n += 10;
	return labels[i & 1].n * 256 + (uint8_t)labels[i & 1].s[2];
}

// Alignments, with addresses beside them.
#define ALIGNED(n) static const __attribute__((aligned(n)))
ALIGNED(16) float of16[4] = {1, 2, 3, 4};
ALIGNED(32) float of32[8] = {1, 2, 3, 4, 5, 6, 7, 8};
ALIGNED(64) float of64[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

static const struct {
	const float *floats;
	uint64_t n, align;
} tables[] = {{of16, 4, 16}, {of32, 8, 32}, {of64, 16, 64}};

static __attribute__((aligned(32))) uint64_t wide[4];

// The sum of a table; or 0, if something is not aligned.
uint64_t aligned(uint64_t i)
{
	float sum = 0;
	wide[i & 3]++;
	for (uint64_t k = 0; k < tables[i].n; k++)
		sum += tables[i].floats[k];
	if (((uintptr_t)tables[i].floats & (tables[i].align - 1)) || ((uintptr_t)wide & 31))
		return 0;
	return (uint64_t)sum;
}

// What nobody may write to: for the test that it cannot be.
uint64_t spoil(void)
{
	uint64_t at;
	__asm__("lea %1, %0" : "=r"(at) : "m"(weekdays));
	return at;
}
