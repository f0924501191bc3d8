#include "../up/lib/common/entropy_common.c"
