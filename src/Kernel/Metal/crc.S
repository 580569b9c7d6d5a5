// CRC-32C by the instructions of FEAT_CRC32 (Arm ARM, C6.2, CRC32CB to CRC32CX).

#include "leaf.h"
        .arch   armv8-a+crc
        .text

        READ    id_aa64isar0_el1

// w0 = state, x1 = first byte, x2 = how many bytes; returns the state after them. Sixteen words a turn: a page takes 32 turns of 27 instructions.
        FUNCTION asm_crc32c
        subs    x2, x2, #128
        b.lo    2f
1:      .irp    offset, 0, 64
        ldp     x3, x4, [x1, #\offset]
        ldp     x5, x6, [x1, #\offset + 16]
        ldp     x7, x8, [x1, #\offset + 32]
        ldp     x9, x10, [x1, #\offset + 48]
        .irp    word, x3, x4, x5, x6, x7, x8, x9, x10
        crc32cx w0, w0, \word
        .endr
        .endr
        add     x1, x1, #128
        subs    x2, x2, #128
        b.hs    1b

        // x2 is 128 less than what is left, then 8 less: its lowest three bits are those of what is left.
2:      adds    x2, x2, #120
        b.lt    4f
3:      ldr     x3, [x1], #8
        crc32cx w0, w0, x3
        subs    x2, x2, #8
        b.ge    3b
4:      tbz     x2, #2, 5f
        ldr     w3, [x1], #4
        crc32cw w0, w0, w3
5:      tbz     x2, #1, 6f
        ldrh    w3, [x1], #2
        crc32ch w0, w0, w3
6:      tbz     x2, #0, 7f
        ldrb    w3, [x1]
        crc32cb w0, w0, w3
7:      ret
