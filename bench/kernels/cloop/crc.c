#include "../../../csrc/crc/crc.c" // a file of its own: the loops cannot inline it
