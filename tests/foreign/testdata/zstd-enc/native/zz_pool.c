#include "../up/lib/common/pool.c"
