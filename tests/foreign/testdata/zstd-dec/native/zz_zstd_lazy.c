#include "../up/lib/compress/zstd_lazy.c"
