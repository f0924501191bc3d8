#include "../../../csrc/vector/vector.c" // a file of its own: the loops cannot inline it
