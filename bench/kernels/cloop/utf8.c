#include "../../../csrc/utf8/utf8.c" // a file of its own: the loops cannot inline it
