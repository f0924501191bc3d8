#include "../up/lib/compress/fse_compress.c"
