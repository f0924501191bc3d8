#include "../../../csrc/blake3/blake3.c"
