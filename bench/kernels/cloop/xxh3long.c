#include "../../../csrc/xxh3/long.c"
