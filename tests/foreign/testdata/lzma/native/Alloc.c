#define _7ZIP_ST
#include "../up/C/Alloc.c"
