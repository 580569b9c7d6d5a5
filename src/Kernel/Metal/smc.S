// Calls to firmware by the SMC Calling Convention (DEN 0028): x0 to x3 are arguments, x0 is the result, x0 to x17 may be lost, as in any C call.

#include "leaf.h"
        .text

        FUNCTION asm_smc
        smc     #0
        ret

        FUNCTION asm_hvc
        hvc     #0
        ret
