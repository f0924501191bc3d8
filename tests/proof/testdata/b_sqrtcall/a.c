#include <math.h>

double f(double x, double y)
{
	return sqrt(x * x + y * y) + fabs(x) + copysign(1, y) + floor(y);
}
