// Entry of the image on every CPU: from the firmware's EL2 with the MMU off to C# with MMU, caches and a stack.
//
// The image is a binary with an arm64 Image header (Documentation/arch/arm64/booting.rst), so that QEMU and the
// Raspberry Pi firmware hand it the board's device tree in x0 the way they would hand it to Linux. It runs at any 2 MiB
// boundary: code reaches what is in the image relative to itself, and the absolute addresses in .data are relocated here.

        .set    MAIR_VALUE, 0x04ff              // attribute 0: Normal write-back; attribute 1: Device-nGnRE
        .set    TCR_VALUE, 0x80823519           // RES1 bits, PS 40 bits, 4 KiB, inner shareable, write-back walks, T0SZ 25
        .set    SCTLR_OFF, 0x30c50830           // RES1 bits: MMU and caches off
        .set    SCTLR_ON, 0x30c5183d            // M, C, SA, I
        .set    SCTLR_WXN, 0x00080000           // writable is never executable: once the final tables are on
        .set    CPTR_VALUE, 0x33ff              // RES1 bits; FP and SIMD are not trapped: compiled code uses them
        .set    BLOCK_NORMAL, 0x0000000000000741        // AF, inner shareable, AP[1] RES1, attribute 0
        .set    BLOCK_DEVICE, 0x0040000000000745        // the same, attribute 1, execute never
        .set    ADDRESS_BITS, 39                // what the tables reach: T0SZ 25
        .set    TREE_BYTES, 0x200000            // a device tree is no longer (booting.rst)

// Where symbol is now, wherever the image runs.
        .macro  address register, symbol
        adrp    \register, \symbol
        add     \register, \register, :lo12:\symbol
        .endm

// DC operation on every line of what may be written, to the point of coherency: data to image end. Changes x0 to x3.
        .macro  maintain_data operation
        address x0, __data_start
        address x1, __image_end
        mrs     x2, ctr_el0
        ubfx    x2, x2, #16, #4
        mov     x3, #4
        lsl     x3, x3, x2
1:      dc      \operation, x0
        add     x0, x0, x3
        cmp     x0, x1
        b.lo    1b
        dsb     sy
        .endm

// Ends here if the CPU is not at EL2.
        .macro  require_el2
        mrs     x0, CurrentEL
        cmp     x0, #(2 << 2)
        adr     x21, wrong_level
        b.ne    refuse
        .endm

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
        require_el2
        adr     x1, _start
        tst     x1, #0x1fffff
        adr     x21, wrong_place
        b.ne    refuse
        address x1, __image_end
        sub     x1, x1, #1
        lsr     x1, x1, #ADDRESS_BITS
        adr     x21, too_high
        cbnz    x1, refuse
        mov     x1, #TREE_BYTES
        add     x1, x1, x20
        lsr     x1, x1, #ADDRESS_BITS
        adr     x21, no_tree
        cbnz    x1, refuse
        bl      prepare_cpu

        // With caches off from here to enable_mmu: what a loader left in them must neither overwrite what is written now nor hide it later.
        maintain_data civac
        bl      relocate

        // Zero bss (the loader may have left anything there), arena and stacks.
        address x0, __bss_start
        address x1, __image_end
1:      stp     xzr, xzr, [x0], #16
        cmp     x0, x1
        b.lo    1b

        // First tables: one 1 GiB block each; those of the image and of the device tree are Normal memory, all others are Device.
        address x0, boot_table
        mov     x1, #0
        ldr     x2, =BLOCK_DEVICE
2:      orr     x3, x2, x1, lsl #30
        str     x3, [x0, x1, lsl #3]
        add     x1, x1, #1
        cmp     x1, #512
        b.lo    2b
        address x1, __image_start
        bl      map_normal
        address x1, __image_end
        sub     x1, x1, #1
        bl      map_normal
        mov     x1, x20
        bl      map_normal
        mov     x1, #(TREE_BYTES - 1)
        add     x1, x1, x20
        bl      map_normal
        maintain_data ivac
        address x0, boot_table
        mov     x1, #0                          // no WXN yet: the block is writable and executable
        bl      enable_mmu

        address x0, boot_cpu
        msr     tpidr_el2, x0
        address x1, boot_stack_top
        str     x1, [x0, #8]
        mov     sp, x1
        address x1, emergency_stack_top
        str     x1, [x0, #16]
        address x1, boot_device_tree
        str     x20, [x1]
        mov     x29, xzr                        // the end of the frame record chain
        mov     x30, xzr
        address x0, __arena_start
        address x1, __arena_end
        sub     x1, x1, x0
        address x2, __ReadyToRunHeader
        bl      corelib_init
        bl      kernel_main
        b       halt

// Entry of every further CPU, from the firmware, whatever that has in x0: its CpuBlock { index, stack top, emergency stack top } is at starting_cpu.
asm_secondary_entry:
        require_el2
        bl      prepare_cpu
        address x0, starting_cpu
        ldr     x20, [x0]
        address x0, final_table
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

halt:
        wfe
        b       halt

// x21 = what is wrong. There is no C# yet to say so: it goes to the serial port that the build knows, if it knows one, with where the image is.
refuse:
        adr     x20, refusal
        bl      write_text
        mov     x20, x21
        bl      write_text
        adr     x20, at_address
        bl      write_text
        adr     x20, _start
        mov     x21, #60                        // from the highest digit down
1:      lsr     x0, x20, x21
        and     w0, w0, #15
        cmp     w0, #10
        add     w1, w0, #'0'
        add     w2, w0, #('a' - 10)
        csel    w0, w1, w2, lo
        bl      asm_early_write
        subs    x21, x21, #4
        b.pl    1b
        adr     x20, line_end
        bl      write_text
        b       halt

// x20 = a zero-terminated text; changes x0 to x3, x20 and x22.
write_text:
        mov     x22, x30
1:      ldrb    w0, [x20], #1
        cbz     w0, 2f
        bl      asm_early_write
        b       1b
2:      ret     x22

refusal:
        .asciz  "\r\nPANIC at boot: "
wrong_level:
        .asciz  "the image was not entered at EL2, as a hypervisor must be"
wrong_place:
        .asciz  "the image was not loaded at a 2 MiB boundary, as its header asks for"
too_high:
        .asciz  "the image was loaded above 512 GiB, which it does not map"
no_tree:
        .asciz  "there is no device tree below 512 GiB: the board must pass one in x0"
at_address:
        .asciz  ". It is at 0x"
line_end:
        .asciz  "\r\n"
        .balign 4

// Adds to the absolute addresses in .data how far from where it was linked the image runs. RELR: an even entry is where one is, an odd one a map of the 63 words behind the last.
relocate:
        address x0, __relocations_start
        address x1, __relocations_end
        adr     x2, _start
        movz    x3, #:abs_g2:IMAGE_BASE
        movk    x3, #:abs_g1_nc:IMAGE_BASE
        movk    x3, #:abs_g0_nc:IMAGE_BASE
        sub     x2, x2, x3
1:      cmp     x0, x1
        b.hs    5f
        ldr     x3, [x0], #8
        tbnz    x3, #0, 2f
        add     x4, x3, x2
        ldr     x5, [x4]
        add     x5, x5, x2
        str     x5, [x4], #8
        b       1b
2:      mov     x6, x4
3:      lsr     x3, x3, #1
        cbz     x3, 4f
        tbz     x3, #0, 6f
        ldr     x5, [x6]
        add     x5, x5, x2
        str     x5, [x6]
6:      add     x6, x6, #8
        b       3b
4:      add     x4, x4, #(63 * 8)
        b       1b
5:      ret

// x0 = first table: the GiB of address x1 is Normal memory.
map_normal:
        lsr     x1, x1, #30
        ldr     x2, =BLOCK_NORMAL
        orr     x2, x2, x1, lsl #30
        str     x2, [x0, x1, lsl #3]
        ret

// Exceptions to our vectors, FP usable, nothing trapped that C# does.
prepare_cpu:
        msr     daifset, #0xf
        ldr     x0, =SCTLR_OFF
        msr     sctlr_el2, x0
        ldr     x0, =CPTR_VALUE
        msr     cptr_el2, x0
        address x0, vectors
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
        address x1, final_table
        str     x0, [x1]
        dc      civac, x1                       // further CPUs read it with their caches off
        dsb     sy
        ldr     x2, =SCTLR_OFF
        msr     sctlr_el2, x2
        isb
        ldr     x1, =SCTLR_WXN
        bl      enable_mmu
        ret     x10

// x0 = the CpuBlock of the CPU that is started next; returns where it has to be started.
        .global asm_prepare_secondary
asm_prepare_secondary:
        address x1, starting_cpu
        str     x0, [x1]
        dc      civac, x1                       // it is read with caches off
        dsb     sy
        adr     x0, asm_secondary_entry
        ret

// x0 = where a CPU waits for an address, x1 = that address: written with the MMU off, since it may lie in a page that is not mapped, and where only CPUs with their caches off look.
        .global asm_release_cpu
asm_release_cpu:
        mrs     x2, sctlr_el2
        bic     x3, x2, #1                      // M
        bic     x3, x3, #(1 << 2)               // C
        dsb     sy
        msr     sctlr_el2, x3
        isb
        dc      civac, x0                       // what a cache has of it must not come after
        dsb     sy
        str     x1, [x0]
        dsb     sy
        dc      ivac, x0                        // and not hide it
        dsb     sy
        msr     sctlr_el2, x2
        isb
        sev
        ret

        .global asm_boot_device_tree
asm_boot_device_tree:
        address x0, boot_device_tree
        ldr     x0, [x0]
        ret

// MPIDR_EL1 of this CPU.
        .global asm_boot_affinity
asm_boot_affinity:
        mrs     x0, mpidr_el1
        ret

// x0 = n: the n-th border of the image: start, text end, rodata start, rodata end, data start, stacks start, image end.
        .global asm_image_border
asm_image_border:
        adr     x1, borders
        ldrsw   x0, [x1, x0, lsl #2]
        add     x0, x0, x1
        ret
        .balign 4
borders:
        .irp    border, __image_start, __text_end, __rodata_start, __rodata_end, __data_start, __stacks_start, __image_end
        .word   \border - borders
        .endr

// Where the image was linked to start.
        .global asm_link_address
asm_link_address:
        movz    x0, #:abs_g2:IMAGE_BASE
        movk    x0, #:abs_g1_nc:IMAGE_BASE
        movk    x0, #:abs_g0_nc:IMAGE_BASE
        ret

        .global asm_image_identity
asm_image_identity:
        address x0, image_identity
        ret
        .ltorg

        .section .data
        .balign 64
boot_device_tree:
        .quad   0
        .balign 64                              // a cache line of its own: cleaned to memory for CPUs with caches off
final_table:
        .quad   0
starting_cpu:
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
