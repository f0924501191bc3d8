#include "../../../csrc/sha256/sha256.c" // a file of its own: the loops cannot inline it
