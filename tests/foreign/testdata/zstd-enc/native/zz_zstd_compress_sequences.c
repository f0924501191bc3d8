#include "../up/lib/compress/zstd_compress_sequences.c"
