#include "../up/lib/decompress/huf_decompress.c"
