// Whatever a guest can try, a tenth of it where it takes long.
#define SCALE 1
#include "common/hostile.h"

const char name[] = "hostile";
