// Loops that run through tables in constants, and through arrays in the frame, by a pointer: up to a sentinel, from
// either end, in strides, along a chain.
#define NOINLINE __attribute__((noinline))

typedef long (*op)(long);
static NOINLINE long add_one(long x) { return x + 1; }
static NOINLINE long triple(long x) { return x * 3; }
static NOINLINE long flip(long x) { return x ^ 5; }

struct row { int k; op f; };
struct node { const struct node *next; op f; };

static const op list[] = {add_one, triple, flip, 0};
static const op grid[3][3] = {{add_one, triple, flip}, {triple, flip, add_one}, {flip, add_one, triple}};
static const struct row rows[] = {{1, add_one}, {7, triple}, {9, flip}, {0, 0}};
static const struct node third = {0, flip}, second = {&third, triple}, first = {&second, add_one};

long sentinel(long x)
{
	for (const op *p = list; *p; p++)
		x = (*p)(x);
	return x;
}
long find(long x, long n)
{
	for (const struct row *r = rows; r->f; r++)
		if (r->k == n)
			return r->f(n);
	return 0;
}
long chain(long x, long n)
{
	for (const struct node *p = &first; p; p = p->next)
		n = p->f(n);
	return n;
}
long stride(long x, long n)
{
	for (const op *p = &grid[0][0]; p < &grid[0][0] + 9; p += 4)
		n = (*p)(n);
	return n;
}
long backs(long x, long n)
{
	const struct row *r = rows + 2;
	do
		n = r->f(n) + r->k;
	while (r-- != rows);
	return n;
}
long copies(long x, long n)
{
	struct row t[4];
	for (int i = 0; i < 4; i++)
		t[i] = rows[3 - i];
	for (struct row *p = t + 1; p != t + 4; p++)
		n += p->k;
	return n;
}
long meeting(long x, long n)
{
	long b[16], *p = b, *q = b + 16;
	for (int i = 0; i < 16; i++)
		b[i] = n + i;
	while (p < q) {
		long t = *p;
		*p++ = *--q;
		*q = t;
	}
	for (p = b + 15; p > b; p -= 3)
		n = 3 * n + *p;
	return n;
}
