#include "../up/lib/common/fse_decompress.c"
