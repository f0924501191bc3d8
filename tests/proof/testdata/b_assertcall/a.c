#include <assert.h>
#include <stdlib.h>

int f(int x, int y)
{
	assert(x > 0);
	assert(y != 7);
	if (y > 100)
		abort();
	return x + y;
}
