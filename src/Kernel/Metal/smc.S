// Calls to firmware by the SMC Calling Convention (DEN 0028): x0 to x3 are arguments, x0 is the result, x0 to x17 may be lost, as in any C call.

#include "leaf.h"
        .text

        FUNCTION asm_smc
        smc     #0
        ret

        FUNCTION asm_hvc
        hvc     #0
        ret

// The same with x2 and x3 zero; x2 on entry = where x1 to x3 go behind the call. It may lose x4 to x17, so the place is kept on the stack.
        .macro  CALL_WITH_RESULTS name, instruction
        FUNCTION \name
        str     x2, [sp, #-16]!
        mov     x2, #0
        mov     x3, #0
        \instruction #0
        ldr     x4, [sp], #16
        stp     x1, x2, [x4]
        str     x3, [x4, #16]
        ret
        .endm

        CALL_WITH_RESULTS asm_smc_results, smc
        CALL_WITH_RESULTS asm_hvc_results, hvc
