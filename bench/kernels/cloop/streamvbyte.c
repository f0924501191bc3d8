#include "../../../csrc/streamvbyte/streamvbyte.c"
