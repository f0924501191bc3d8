#include "../../../csrc/xxh3/xxh3.c" // a file of its own: the loops cannot inline it
