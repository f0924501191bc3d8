#include "../up/lib/compress/hist.c"
