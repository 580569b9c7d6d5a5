// What a flat guest in C begins with: the header of Linux' boot protocol (Documentation/arm64/booting.rst), the way into C on both CPUs, and vectors that note an exception and go on behind the instruction.
// The binary contains its zeroed data, so that nothing has to be cleared.

.set    psci_system_off, 0x84000008
.set    psci_cpu_off, 0x84000002
.set    stack_bytes, 16384

        .section .text.start, "ax"
        .globl  _start
_start: b       entry
        .long   0
        .quad   0                       // text_offset
        .quad   image_end               // image_size
        .quad   0xa                     // flags: little-endian, 4 KiB pages, anywhere in memory
        .quad   0, 0, 0
        .ascii  "ARM\x64"
        .long   0

entry:  adr     x9, device_tree
        str     x0, [x9]
        adr     x9, first_stack + stack_bytes
        bl      prepare
        bl      run
        ldr     w0, =psci_system_off
        hvc     #0
        b       .

        .globl  second_entry
second_entry:                           // x0: PSCI's context
        adr     x9, second_stack + stack_bytes
        bl      prepare
        bl      second_main
        ldr     w0, =psci_cpu_off
        hvc     #0
        b       .

prepare:
        mov     sp, x9
        mov     x10, #3 << 20           // CPACR_EL1.FPEN: no trap
        msr     cpacr_el1, x10
        adr     x10, vectors
        msr     vbar_el1, x10
        msr     tpidr_el1, xzr
        isb
        ret
        .ltorg

// TPIDR_EL1: the syndrome of the last exception with bit 63 set; 0 if there was none. TPIDR_EL0: FAR_EL1.
        .balign 2048
vectors:
        .rept   16
        stp     x0, x1, [sp, #-16]!
        mrs     x0, esr_el1
        orr     x0, x0, #(1 << 63)
        msr     tpidr_el1, x0
        mrs     x0, far_el1
        msr     tpidr_el0, x0
        mrs     x0, elr_el1
        add     x0, x0, #4
        msr     elr_el1, x0
        ldp     x0, x1, [sp], #16
        eret
        .balign 128
        .endr

        .data
        .balign 16
        .globl  device_tree
device_tree:
        .quad   0
        .bss
        .balign 16
first_stack:
        .space  stack_bytes
second_stack:
        .space  stack_bytes
