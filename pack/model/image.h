#pragma once
#include "link/image.h"
#include "link/linkmap.h"
#define image_section linkmap_section
