#include "../up/lib/common/xxhash.c"
