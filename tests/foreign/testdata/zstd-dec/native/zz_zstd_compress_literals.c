#include "../up/lib/compress/zstd_compress_literals.c"
