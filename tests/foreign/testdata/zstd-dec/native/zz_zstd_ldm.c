#include "../up/lib/compress/zstd_ldm.c"
