#include "../up/lib/common/zstd_common.c"
