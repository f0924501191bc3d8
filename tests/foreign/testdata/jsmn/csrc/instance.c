#include "../up/jsmn.h"
