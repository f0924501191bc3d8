#include "../up/lib/common/error_private.c"
