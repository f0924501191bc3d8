#include "../../../csrc/base64/base64.c" // a file of its own: the loops cannot inline it
