// Entry of the image on every CPU: from the firmware's EL2 with the MMU off to C# with MMU, caches and a stack.
//
// The image is a binary with an arm64 Image header (Documentation/arch/arm64/booting.rst), so that QEMU and the
// Raspberry Pi firmware hand it the board's device tree in x0 the way they would hand it to Linux.

        .set    MAIR_VALUE, 0x04ff              // attribute 0: Normal write-back; attribute 1: Device-nGnRE
        .set    TCR_VALUE, 0x80823519           // RES1 bits, PS 40 bits, 4 KiB, inner shareable, write-back walks, T0SZ 25
        .set    SCTLR_OFF, 0x30c50830           // RES1 bits: MMU and caches off
        .set    SCTLR_ON, 0x30c5183d            // M, C, SA, I
        .set    SCTLR_WXN, 0x00080000           // writable is never executable: once the final tables are on
        .set    CPTR_VALUE, 0x33ff              // RES1 bits; FP and SIMD are not trapped: compiled code uses them
        .set    BLOCK_NORMAL, 0x0000000000000741        // AF, inner shareable, AP[1] RES1, attribute 0
        .set    BLOCK_DEVICE, 0x0040000000000745        // the same, attribute 1, execute never

        .section .text.boot, "ax"
        .global _start
_start:
        b       boot
        .long   0
        .quad   0                               // text_offset: at the start of a 2 MiB block
        .quad   __image_size                    // with bss, arena and stacks
        .quad   0xa                             // little-endian, 4 KiB pages, any 2 MiB boundary
        .quad   0, 0, 0
        .ascii  "ARM\x64"
        .long   0

boot:
        mov     x20, x0                         // the board's device tree
        // The image runs where it was linked and nowhere else.
        adr     x0, _start
        ldr     x1, =__image_start
        cmp     x0, x1
        b.ne    wrong_place
        mrs     x0, CurrentEL
        cmp     x0, #(2 << 2)
        b.ne    wrong_place
        bl      prepare_cpu

        // Zero bss (the loader may have left anything there), arena and stacks.
        ldr     x0, =__bss_start
        ldr     x1, =__image_end
1:      stp     xzr, xzr, [x0], #16
        cmp     x0, x1
        b.lo    1b

        // First tables: one 1 GiB block each; the image's own is Normal memory, all others are Device.
        ldr     x0, =boot_table
        mov     x1, #0
        ldr     x2, =BLOCK_DEVICE
2:      orr     x3, x2, x1, lsl #30
        str     x3, [x0, x1, lsl #3]
        add     x1, x1, #1
        cmp     x1, #512
        b.lo    2b
        ldr     x1, =__image_start
        lsr     x1, x1, #30
        ldr     x2, =BLOCK_NORMAL
        orr     x3, x2, x1, lsl #30
        str     x3, [x0, x1, lsl #3]
        mov     x1, #0                          // no WXN yet: the block is writable and executable
        bl      enable_mmu

        ldr     x0, =boot_cpu
        msr     tpidr_el2, x0
        ldr     x1, =boot_stack_top
        str     x1, [x0, #8]
        mov     sp, x1
        ldr     x1, =emergency_stack_top
        str     x1, [x0, #16]
        ldr     x1, =boot_device_tree
        str     x20, [x1]
        mov     x29, xzr                        // the end of the frame record chain
        mov     x30, xzr
        ldr     x0, =__arena_start
        ldr     x1, =__arena_end
        sub     x1, x1, x0
        ldr     x2, =__ReadyToRunHeader
        bl      corelib_init
        bl      kernel_main
wrong_place:
        wfe
        b       wrong_place

// Entry of every further CPU, from the firmware: x0 = its CpuBlock { index, stack top, emergency stack top }.
asm_secondary_entry:
        mov     x20, x0
        bl      prepare_cpu
        ldr     x0, =final_table
        ldr     x0, [x0]
        ldr     x1, =SCTLR_WXN
        bl      enable_mmu
        msr     tpidr_el2, x20
        ldr     x1, [x20, #8]
        mov     sp, x1
        mov     x29, xzr
        mov     x30, xzr
        ldr     x0, [x20]
        bl      kernel_secondary
        b       wrong_place

// Exceptions to our vectors, FP usable, nothing trapped that C# does.
prepare_cpu:
        msr     daifset, #0xf
        ldr     x0, =SCTLR_OFF
        msr     sctlr_el2, x0
        ldr     x0, =CPTR_VALUE
        msr     cptr_el2, x0
        ldr     x0, =vectors
        msr     vbar_el2, x0
        isb
        ret

// x0 = root table, x1 = further SCTLR_EL2 bits.
enable_mmu:
        ldr     x2, =MAIR_VALUE
        msr     mair_el2, x2
        ldr     x2, =TCR_VALUE
        msr     tcr_el2, x2
        msr     ttbr0_el2, x0
        dsb     sy
        tlbi    alle2
        ic      iallu
        dsb     sy
        isb
        ldr     x2, =SCTLR_ON
        orr     x2, x2, x1
        msr     sctlr_el2, x2
        isb
        ret

// The final tables, x0 = their root: from here on writable is never executable. MMU off in between, since blocks become pages.
        .global asm_switch_translation
asm_switch_translation:
        mov     x10, x30
        ldr     x1, =final_table
        str     x0, [x1]
        dc      civac, x1                       // further CPUs read it with their caches off
        dsb     sy
        ldr     x2, =SCTLR_OFF
        msr     sctlr_el2, x2
        isb
        ldr     x1, =SCTLR_WXN
        bl      enable_mmu
        ret     x10

        .global asm_secondary_address
asm_secondary_address:
        ldr     x0, =asm_secondary_entry
        ret

        .global asm_boot_device_tree
asm_boot_device_tree:
        ldr     x0, =boot_device_tree
        ldr     x0, [x0]
        ret

// x0 = n: the n-th border of the image: start, text end, rodata end, data start, stacks start, image end.
        .global asm_image_border
asm_image_border:
        adr     x1, borders
        ldr     x0, [x1, x0, lsl #3]
        ret
        .balign 8
borders:
        .quad   __image_start, __text_end, __rodata_start, __rodata_end, __data_start, __stacks_start, __image_end

        .global asm_image_identity
asm_image_identity:
        ldr     x0, =image_identity
        ret
        .ltorg

        .section .data
        .balign 64
boot_device_tree:
        .quad   0
        .balign 64                              // a cache line of its own: cleaned to memory for CPUs with caches off
final_table:
        .quad   0
        .balign 64
// CpuBlock of the CPU that booted; TPIDR_EL2 points to a CPU's block. Further CPUs' are made by SecondaryCpus.
boot_cpu:
        .quad   0, 0, 0, 0

        .section .bss
        .balign 4096
boot_table:
        .space  4096

// Each stack lies above a guard page that the final tables leave unmapped.
        .section .stacks, "aw", %nobits
        .balign 4096
        .space  4096
        .space  65536
boot_stack_top:
        .space  4096
        .space  16384
emergency_stack_top:
