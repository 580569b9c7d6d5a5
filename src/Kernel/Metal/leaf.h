// Macros for assembly leaves: one global function of a few instructions each, called from C# as AAPCS64 says. Included by *.S.

        .macro FUNCTION name
        .balign 4
        .global \name
        .type   \name, %function
\name:
        .endm

        // asm_read_REGISTER: returns the register.
        .macro READ register
        FUNCTION asm_read_\register
        mrs     x0, \register
        ret
        .endm

        // asm_read_REGISTER: returns the register as everything before it in program order left it.
        .macro READ_SYNCHRONISED register
        FUNCTION asm_read_\register
        isb
        mrs     x0, \register
        ret
        .endm

        // asm_write_REGISTER: writes the register and waits until the write has taken effect.
        .macro WRITE register
        FUNCTION asm_write_\register
        msr     \register, x0
        isb
        ret
        .endm

        // A function of a numbered register: x0 is the number. An instruction names its register, so a table of two instructions (8 bytes) a number follows.
        .macro NUMBERED_FUNCTION name
        FUNCTION \name
        adr     x2, 0f
        add     x2, x2, w0, uxtw #3
        br      x2
0:
        .endm
