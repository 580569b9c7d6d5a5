// True random numbers of the CPU's own (FEAT_RNG).

#include "leaf.h"
        .text

// x0 = where the number goes; returns whether there was one. RNDRRS sets Z if there was none (Arm ARM, RNDRRS).
        FUNCTION asm_draw_random
        mrs     x1, S3_3_C2_C4_1                // RNDRRS
        cset    w2, ne
        str     x1, [x0]
        mov     w0, w2
        ret
