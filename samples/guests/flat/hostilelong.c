// Whatever a guest can try, all of it.
#define SCALE 10
#include "common/hostile.h"

const char name[] = "hostilelong";
