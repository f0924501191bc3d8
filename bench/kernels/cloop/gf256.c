#include "../../../csrc/gf256/gf256.c" // a file of its own: the loops cannot inline it
