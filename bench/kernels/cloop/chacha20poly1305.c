#include "../../../csrc/chacha20poly1305/chacha20poly1305.c"
