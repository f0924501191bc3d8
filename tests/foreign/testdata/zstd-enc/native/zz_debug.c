#include "../up/lib/common/debug.c"
