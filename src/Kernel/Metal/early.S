// A serial port that is there before any C# runs, and when nothing else is: the one that the project names (EarlyUart), as its firmware left it.
// EARLY_UART and EARLY_UART_ADDRESS come from toolchain/assemble.sh.

#include "leaf.h"
        .set    NONE, 0
        .set    PL011, 1                        // DDI 0183
        .set    CADENCE, 2                      // Zynq UltraScale+, UG1085 and UG1087
        .set    TRIES, 0x100000                 // for room; a port that never has any loses what is written

        .text

// w0 = a character, x1 = the registers. Turns the transmitter on if it is off, waits until status has no bit for a full FIFO, and writes.
        .macro  put control, enable, status, full, data
        ldr     w2, [x1, #\control]
        mov     w3, #\enable
        bics    wzr, w3, w2
        b.eq    1f
        orr     w2, w2, w3
        .if     EARLY_UART == CADENCE
        bic     w2, w2, #(1 << 5)               // TXDIS, which overrules TXEN
        .endif
        str     w2, [x1, #\control]
1:      mov     w3, #TRIES
2:      ldr     w2, [x1, #\status]
        tbz     w2, #\full, 3f
        subs    w3, w3, #1
        b.ne    2b
3:      str     w0, [x1, #\data]
        .endm

// w0 = a character. Needs no stack, no MMU and no relocated data, and changes x1 to x3.
        FUNCTION asm_early_write
        .if     EARLY_UART != NONE
        ldr     x1, =EARLY_UART_ADDRESS
        .if     EARLY_UART == PL011
        put     control=0x30, enable=0x101, status=0x18, full=5, data=0         // UARTCR: UARTEN, TXE; UARTFR.TXFF; UARTDR
        .else
        put     control=0, enable=0x10, status=0x2c, full=4, data=0x30          // control: TXEN; channel status: TXFULL; FIFO
        .endif
        .endif
        ret
        .ltorg
