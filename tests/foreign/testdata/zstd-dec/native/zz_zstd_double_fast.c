#include "../up/lib/compress/zstd_double_fast.c"
