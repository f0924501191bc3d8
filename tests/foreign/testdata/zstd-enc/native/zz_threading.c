#include "../up/lib/common/threading.c"
