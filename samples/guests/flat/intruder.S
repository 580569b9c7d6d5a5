// A guest without an operating system: touches what is not its own, expects an external abort each time, says so on the PL011 and powers off by PSCI.
// Boots by Linux' protocol (Documentation/arm64/booting.rst): entered at byte 0 at EL1, MMU off, x0 = device tree.

.set    uart, 0x09000000                // PL011: the data register is the first
.set    psci_system_off, 0x84000008
.set    abort_same_el, 0x25             // ESR_EL1.EC: data abort taken without a change of exception level
.set    external_abort, 0x10            // ESR_EL1.DFSC: synchronous external abort, not on a table walk

        .text
        b       start
        .long   0
        .quad   0                       // text_offset
        .quad   image_end               // image_size
        .quad   0xa                     // flags: little-endian, 4 KiB pages, anywhere in memory
        .quad   0, 0, 0
        .ascii  "ARM\x64"
        .long   0

start:  adr     x1, vectors
        msr     vbar_el1, x1
        isb
        adr     x19, attempts           // x19: the next attempt
        mov     x20, #0                 // x20: refusals
        mov     x21, #0                 // x21: attempts

next:   ldr     x22, [x19], #8          // x22: the address; 0 ends the list
        cbz     x22, verdict
        adr     x0, text_read
        bl      announce
        mov     x23, #0                 // x23: set by the vectors
        ldr     w1, [x22]
        dsb     sy
        isb
        bl      judge
        adr     x0, text_write
        bl      announce
        mov     x23, #0
        str     wzr, [x22]
        dsb     sy
        isb
        bl      judge
        b       next

verdict:
        mov     x0, x20
        bl      put_digit
        adr     x0, text_of
        bl      put_text
        mov     x0, x21
        bl      put_digit
        adr     x0, text_refused
        bl      put_text
        ldr     w0, =psci_system_off
        hvc     #0
        b       .

// Says how the attempt ended: x23 is 0, or the syndrome of the abort that it caused.
judge:  mov     x29, x30
        add     x21, x21, #1
        adr     x0, text_went_through
        cbz     x23, 1f
        adr     x0, text_other
        lsr     x1, x23, #26
        cmp     x1, #abort_same_el
        b.ne    1f
        and     x1, x23, #0x3f
        cmp     x1, #external_abort
        b.ne    1f
        adr     x0, text_abort
        add     x20, x20, #1
1:      bl      put_text
        ret     x29

// What is tried (x0), and where (x22).
announce:
        mov     x28, x30
        bl      put_text
        mov     x4, #60
2:      lsr     x0, x22, x4
        and     x0, x0, #0xf
        bl      put_digit
        subs    x4, x4, #4
        b.ge    2b
        ret     x28

put_digit:
        cmp     x0, #10
        add     x0, x0, #'0'
        b.lt    put
        add     x0, x0, #('a' - '0' - 10)
put:    mov     x1, #uart
        strb    w0, [x1]
        ret

put_text:
        mov     x2, x0
        mov     x3, x30
3:      ldrb    w0, [x2], #1
        cbz     w0, 4f
        bl      put
        b       3b
4:      ret     x3

        .balign 8
attempts:
        .quad   0x0b000000              // between the devices
        .quad   0x2000000000            // above all memory
        .quad   0x4000000000            // and further up
        .quad   0

text_read:         .asciz "intruder: read  "
text_write:        .asciz "intruder: write "
text_abort:        .asciz " external abort\n"
text_other:        .asciz " another exception\n"
text_went_through: .asciz " went through\n"
text_of:           .asciz " of "
text_refused:      .asciz " attempts refused\n"
        .ltorg

// Every exception: keep the syndrome, go on behind the instruction.
        .balign 2048
vectors:
        .rept   16
        mrs     x23, esr_el1
        mrs     x0, elr_el1
        add     x0, x0, #4
        msr     elr_el1, x0
        eret
        .balign 128
        .endr
image_end:
