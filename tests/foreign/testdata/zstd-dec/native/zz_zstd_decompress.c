#include "../up/lib/decompress/zstd_decompress.c"
