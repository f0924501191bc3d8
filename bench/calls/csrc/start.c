/* start: the least that starts the Go runtime and needs it. */
#include "libfromc.h"

int main(void)
{
	return GoIncrement(41) != 42;
}
