#include "../up/lib/compress/zstd_opt.c"
