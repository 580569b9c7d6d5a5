// Barriers that reach the outer shareable domain, where devices are.

#include "leaf.h"
        .text

        FUNCTION asm_dmb_oshld
        dmb     oshld
        ret

        FUNCTION asm_dmb_oshst
        dmb     oshst
        ret

        FUNCTION asm_dmb_osh
        dmb     osh
        ret
