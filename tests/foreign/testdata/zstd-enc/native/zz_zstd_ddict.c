#include "../up/lib/decompress/zstd_ddict.c"
