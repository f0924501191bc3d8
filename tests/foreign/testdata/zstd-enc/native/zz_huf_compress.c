#include "../up/lib/compress/huf_compress.c"
