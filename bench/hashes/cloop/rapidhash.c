#include "../csrc/rapidhash.c" // a file of its own: the loops cannot inline it
