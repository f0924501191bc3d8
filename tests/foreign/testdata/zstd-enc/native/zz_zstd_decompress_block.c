#include "../up/lib/decompress/zstd_decompress_block.c"
