#include "../up/lib/compress/zstd_fast.c"
