// A guest without an operating system: what a trap costs, in ticks of the virtual counter, each the mean of 1024. Under QEMU's "-icount shift=4" a tick is
// one instruction, at EL2 as well as here. Says so on the PL011 and powers off by PSCI. Boots by Linux' protocol, see intruder.S.

.set    uart, 0x09000000
.set    gicd_ctlr, 0x08000000
.set    gicr_typer, 0x080a0008
.set    psci_version, 0x84000000
.set    psci_features, 0x8400000a
.set    psci_system_off, 0x84000008
.set    rounds_shift, 10

        .text
        b       start
        .long   0
        .quad   0                       // text_offset
        .quad   image_end               // image_size
        .quad   0xa                     // flags: little-endian, 4 KiB pages, anywhere in memory
        .quad   0, 0, 0
        .ascii  "ARM\x64"
        .long   0

// Prints NAME and the ticks of one OPERATION, less those of the empty loop (x28).
        .macro  measure name, operation
        bl      begin
1:      \operation
        subs    x27, x27, #1
        b.ne    1b
        bl      end
        adr     x0, \name
        bl      report
        .endm

start:  mov     x28, #0
        bl      begin
1:      subs    x27, x27, #1
        b.ne    1b
        bl      end
        mov     x28, x25
        ldr     w20, =psci_version
        ldr     w21, =psci_features
        ldr     x22, =gicd_ctlr
        ldr     x23, =gicr_typer
        measure text_hvc, "mov w0, w20; hvc #0"
        measure text_features, "mov w0, w21; mov w1, w20; hvc #0"
        measure text_distributor, "ldr w0, [x22]"
        measure text_redistributor, "ldr x0, [x23]"
        ldr     w0, =psci_system_off
        hvc     #0
        b       .

begin:  mov     x27, #(1 << rounds_shift)
        isb
        mrs     x26, cntvct_el0
        ret

// x25: ticks of one round.
end:    isb
        mrs     x25, cntvct_el0
        sub     x25, x25, x26
        lsr     x25, x25, #rounds_shift
        ret

// x0: the name.
report: mov     x29, x30
        bl      put_text
        sub     x0, x25, x28
        bl      put_number
        mov     x30, x29
        ret

put_text:
        ldr     x1, =uart
1:      ldrb    w2, [x0], #1
        cbz     w2, 2f
        str     w2, [x1]
        b       1b
2:      ret

// x0 in decimal, and a line end.
put_number:
        ldr     x1, =uart
        mov     x2, #10
        adr     x3, digits_end
1:      udiv    x4, x0, x2
        msub    x5, x4, x2, x0
        add     w5, w5, #'0'
        strb    w5, [x3, #-1]!
        mov     x0, x4
        cbnz    x0, 1b
        adr     x6, digits_end
2:      ldrb    w5, [x3], #1
        str     w5, [x1]
        cmp     x3, x6
        b.lo    2b
        mov     w5, #10
        str     w5, [x1]
        ret

text_hvc:               .asciz "null HVC (PSCI_VERSION)  "
text_features:          .asciz "PSCI_FEATURES            "
text_distributor:       .asciz "GICD_CTLR read           "
text_redistributor:     .asciz "GICR_TYPER read          "
digits:                 .space 24
digits_end:
        .balign 8
        .ltorg
        .balign 4096
image_end:
