#include "../up/lib/compress/zstd_compress.c"
