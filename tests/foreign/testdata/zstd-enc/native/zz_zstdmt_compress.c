#include "../up/lib/compress/zstdmt_compress.c"
