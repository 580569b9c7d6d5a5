// Leaves: what C# cannot say, one or two instructions each. Plain AAPCS64.

        .text
        .macro  leaf name
        .global \name
\name:
        .endm

leaf    asm_cpu_index
        mrs     x0, tpidr_el2
        ldr     x0, [x0]
        ret

leaf    asm_cpu_block
        mrs     x0, tpidr_el2
        ret

leaf    asm_wait_for_interrupt
        dsb     sy
        wfi
        ret

leaf    asm_yield
        yield
        ret

leaf    asm_halt
        wfe
        b       asm_halt

leaf    asm_frame_pointer
        mov     x0, x29
        ret

// MMIO: exactly one access, in program order (Device memory).
leaf    asm_read8
        ldrb    w0, [x0]
        ret
leaf    asm_read32
        ldr     w0, [x0]
        ret
leaf    asm_read64
        ldr     x0, [x0]
        ret
leaf    asm_write8
        dsb     st                              // what a device will read in memory is there before it is told
        strb    w1, [x0]
        ret
leaf    asm_write32
        dsb     st
        str     w1, [x0]
        ret
leaf    asm_write64
        dsb     st
        str     x1, [x0]
        ret

// Stage 2 TLB maintenance; x0 = IPA >> 12.
leaf    asm_tlb_invalidate_pages
        dsb     ishst
1:      tlbi    ipas2e1is, x0
        add     x0, x0, #1
        subs    x1, x1, #1
        b.ne    1b
        dsb     ish
        tlbi    vmalle1is
        dsb     ish
        isb
        ret
leaf    asm_tlb_invalidate_all
        dsb     ishst
        tlbi    vmalls12e1is
        dsb     ish
        isb
        ret
// The same where no other CPU can have walked the guest's tables.
leaf    asm_tlb_invalidate_pages_local
        dsb     nshst
1:      tlbi    ipas2e1, x0
        add     x0, x0, #1
        subs    x1, x1, #1
        b.ne    1b
        dsb     nsh
        tlbi    vmalle1
        dsb     nsh
        isb
        ret
// x0 = IPA >> 12. The virtual address is that of the fault this CPU is handling: nothing at EL2 changes FAR_EL2.
leaf    asm_tlb_relax_page
        mrs     x1, far_el2
        ubfx    x1, x1, #12, #44
        dsb     nshst
        tlbi    ipas2e1, x0
        dsb     nsh
        tlbi    vaae1, x1
        dsb     nsh
        isb
        ret
leaf    asm_publish_descriptor
        dsb     ishst
        isb
        ret

// TLB maintenance in the guest's name; x0 = TlbInvalidation's number, x1 = operand. Two instructions a number: op2 within local, inner shareable, local range, inner shareable range.
leaf    asm_tlb_invalidate_guest
        adr     x9, 1f
        add     x9, x9, x0, lsl #3
        dsb     ishst
        br      x9
1:
        .irp    crm, 7, 3, 6, 2
        .irp    op2, 0, 1, 2, 3, 4, 5, 6, 7
        .if     \op2 == 0                       // VMALLE1 takes no operand: Xt must be 31
        sys     #0, c8, c\crm, #\op2
        .else
        sys     #0, c8, c\crm, #\op2, x1
        .endif
        b       2f
        .endr
        .endr
2:      dsb     ish
        isb
        ret

// Data and unified caches, to the point of coherency; x0 = first byte, x1 = end. The line's size is from CTR_EL0.
leaf    asm_clean_invalidate
        mrs     x2, ctr_el0
        ubfx    x2, x2, #16, #4
        mov     x3, #4
        lsl     x3, x3, x2
        sub     x2, x3, #1
        bic     x0, x0, x2
1:      dc      civac, x0
        add     x0, x0, x3
        cmp     x0, x1
        b.lo    1b
        dsb     sy
        ret

leaf    asm_invalidate_instructions
        mrs     x2, ctr_el0
        tbnz    x2, #29, 1f                     // DIC: instruction caches need no invalidation to see data
        ic      ialluis
1:      dsb     ish
        isb
        ret

// x0..x6 = HCR, VTCR, VTTBR, CPTR, MDCR, CNTHCTL, HSTR (all _EL2).
leaf    asm_configure_guest
        msr     vtcr_el2, x1
        msr     vttbr_el2, x2
        msr     cptr_el2, x3
        msr     mdcr_el2, x4
        msr     cnthctl_el2, x5
        msr     hstr_el2, x6
        msr     hcr_el2, x0

        // EL0's accesses to performance and activity monitors, where there are any, reach EL2's traps and not EL1's.
        mrs     x7, id_aa64dfr0_el1
        ubfx    x7, x7, #8, #4
        sub     x7, x7, #1
        cmp     x7, #14                         // PMUVer: 0 is none, 15 none that the architecture knows
        b.hs    1f
        mov     x7, #1
        msr     pmuserenr_el0, x7               // EN
1:      mrs     x7, id_aa64pfr0_el1
        ubfx    x7, x7, #44, #4
        cbz     x7, 1f
        mov     x7, #1
        msr     S3_3_C13_C2_3, x7               // AMUSERENR_EL0.EN

        // MPAM, where there is any: EL1's registers trap.
1:      mrs     x7, id_aa64pfr0_el1
        ubfx    x7, x7, #40, #4
        cbz     x7, 1f
        mov     x7, #(1 << 58 | 3 << 48)
        msr     S3_4_C10_C5_0, x7               // MPAM2_EL2.TIDR, TRAPMPAM0EL1, TRAPMPAM1EL1
        mrs     x7, S3_0_C10_C4_4               // MPAMIDR_EL1
        tbz     x7, #17, 1f                     // HAS_HCR
        mov     x7, #(1 << 31)
        msr     S3_4_C10_C4_0, x7               // MPAMHCR_EL2.TRAP_MPAMIDR_EL1
1:
        // Controls of FEAT_HCX and FEAT_FGT, unknown after reset: nothing that the guest is shown is trapped by them.
        mrs     x7, id_aa64mmfr1_el1
        ubfx    x7, x7, #40, #4
        cbz     x7, 1f
        msr     S3_4_C1_C2_2, xzr               // HCRX_EL2
1:      mrs     x7, id_aa64mmfr0_el1
        lsr     x7, x7, #56
        ands    x7, x7, #15
        b.eq    2f
        msr     S3_4_C1_C1_4, xzr               // HFGRTR_EL2
        msr     S3_4_C1_C1_5, xzr               // HFGWTR_EL2
        msr     S3_4_C1_C1_6, xzr               // HFGITR_EL2
        msr     S3_4_C3_C1_4, xzr               // HDFGRTR_EL2
        msr     S3_4_C3_C1_5, xzr               // HDFGWTR_EL2
        cmp     x7, #1
        b.eq    2f
        msr     S3_4_C3_C1_2, xzr               // HFGRTR2_EL2 (FEAT_FGT2)
        msr     S3_4_C3_C1_3, xzr               // HFGWTR2_EL2
        msr     S3_4_C3_C1_7, xzr               // HFGITR2_EL2
        msr     S3_4_C3_C1_0, xzr               // HDFGRTR2_EL2
        msr     S3_4_C3_C1_1, xzr               // HDFGWTR2_EL2
2:      isb
        tlbi    vmalls12e1
        dsb     nsh
        isb
        ret

leaf    asm_set_cntvoff
        msr     cntvoff_el2, x0
        isb
        ret
