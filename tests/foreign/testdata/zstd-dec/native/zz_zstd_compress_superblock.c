#include "../up/lib/compress/zstd_compress_superblock.c"
