// The exception vectors of EL2. An exception from the guest saves its registers in a TrapFrame on this CPU's stack and calls
// kernel_trap; one at EL2 itself is the end: it changes to the emergency stack (the ordinary one may have overflowed) and
// calls kernel_fault.
//
// A TrapFrame: x0-x30, ELR, SPSR, ESR, FAR, HPFAR (288 bytes), then q0-q31, FPSR, FPCR: compiled code copies structures through q
// registers, and the guest's must survive; a device access may load or store them.

        .set    FRAME_BYTES, 816
        .set    FRAME_SIMD, 288
        .set    FRAME_FPSR, 800

        .macro  from_guest kind
        .balign 128
        sub     sp, sp, #FRAME_BYTES
        stp     x0, x1, [sp]
        mov     x1, #\kind
        b       save_guest
        .endm

        .macro  from_el2 kind
        .balign 128
        mov     x18, #\kind                     // compiled code never uses x18
        b       fault_at_el2
        .endm

        .section .text.vectors, "ax"
        .balign 2048
        .global vectors
vectors:
        .irp    kind, 0, 1, 2, 3, 4, 5, 6, 7
        from_el2 \kind
        .endr
        .irp    kind, 8, 9, 10, 11, 12, 13, 14, 15
        from_guest \kind
        .endr

        .macro  simd_registers instruction
        \instruction q0, q1, [sp, #FRAME_SIMD + 0]
        \instruction q2, q3, [sp, #FRAME_SIMD + 32]
        \instruction q4, q5, [sp, #FRAME_SIMD + 64]
        \instruction q6, q7, [sp, #FRAME_SIMD + 96]
        \instruction q8, q9, [sp, #FRAME_SIMD + 128]
        \instruction q10, q11, [sp, #FRAME_SIMD + 160]
        \instruction q12, q13, [sp, #FRAME_SIMD + 192]
        \instruction q14, q15, [sp, #FRAME_SIMD + 224]
        \instruction q16, q17, [sp, #FRAME_SIMD + 256]
        \instruction q18, q19, [sp, #FRAME_SIMD + 288]
        \instruction q20, q21, [sp, #FRAME_SIMD + 320]
        \instruction q22, q23, [sp, #FRAME_SIMD + 352]
        \instruction q24, q25, [sp, #FRAME_SIMD + 384]
        \instruction q26, q27, [sp, #FRAME_SIMD + 416]
        \instruction q28, q29, [sp, #FRAME_SIMD + 448]
        \instruction q30, q31, [sp, #FRAME_SIMD + 480]
        .endm

        .macro  general_registers instruction
        \instruction x2, x3, [sp, #16]
        \instruction x4, x5, [sp, #32]
        \instruction x6, x7, [sp, #48]
        \instruction x8, x9, [sp, #64]
        \instruction x10, x11, [sp, #80]
        \instruction x12, x13, [sp, #96]
        \instruction x14, x15, [sp, #112]
        \instruction x16, x17, [sp, #128]
        \instruction x18, x19, [sp, #144]
        \instruction x20, x21, [sp, #160]
        \instruction x22, x23, [sp, #176]
        \instruction x24, x25, [sp, #192]
        \instruction x26, x27, [sp, #208]
        \instruction x28, x29, [sp, #224]
        .endm

// x1 = kind; x0 and x1 of the context are saved.
save_guest:
        general_registers stp
        mrs     x2, elr_el2
        mrs     x3, spsr_el2
        mrs     x4, esr_el2
        mrs     x5, far_el2
        mrs     x6, hpfar_el2
        stp     x30, x2, [sp, #240]
        stp     x3, x4, [sp, #256]
        stp     x5, x6, [sp, #272]
        simd_registers stp
        mrs     x2, fpsr
        mrs     x3, fpcr
        str     x2, [sp, #FRAME_FPSR]
        str     x3, [sp, #FRAME_FPSR + 8]
        mov     x0, sp
        mov     x29, xzr                        // the guest's frame records are not ours to walk
        mov     x30, xzr
        bl      kernel_trap

resume_guest:
        ldr     x2, [sp, #FRAME_FPSR]
        ldr     x3, [sp, #FRAME_FPSR + 8]
        msr     fpsr, x2
        msr     fpcr, x3
        simd_registers ldp
        ldp     x30, x2, [sp, #240]
        ldr     x3, [sp, #256]
        msr     elr_el2, x2
        msr     spsr_el2, x3
        general_registers ldp
        ldp     x0, x1, [sp]
        add     sp, sp, #FRAME_BYTES
        eret

// x0 = TrapFrame: enters the guest as it says, from the top of this CPU's stack. Does not return.
        .global asm_enter_guest
asm_enter_guest:
        mrs     x1, tpidr_el2
        ldr     x1, [x1, #8]                    // stack top
        sub     x2, x1, #FRAME_BYTES
        add     x0, x0, #FRAME_BYTES            // from the end: what is copied lies lower on the same stack, and may overlap
1:      ldp     x4, x5, [x0, #-16]!
        stp     x4, x5, [x1, #-16]!
        cmp     x1, x2
        b.hi    1b
        mov     sp, x2
        b       resume_guest

// x18 = kind: the frame, without its SIMD part, goes to the emergency stack, whatever sp is now.
fault_at_el2:
        msr     tpidr_el0, x19                  // lost to the guest, which is lost anyway
        mov     x19, sp
        msr     tpidrro_el0, x19
        mrs     x19, tpidr_el2
        ldr     x19, [x19, #16]
        sub     x19, x19, #FRAME_BYTES
        mov     sp, x19
        mrs     x19, tpidr_el0
        stp     x0, x1, [sp]
        general_registers stp
        mrs     x2, elr_el2
        mrs     x3, spsr_el2
        mrs     x4, esr_el2
        mrs     x5, far_el2
        mrs     x6, tpidrro_el0                 // in the place of HPFAR: the stack pointer
        stp     x30, x2, [sp, #240]
        stp     x3, x4, [sp, #256]
        stp     x5, x6, [sp, #272]
        mov     x0, sp
        mov     x1, x18
        bl      kernel_fault
2:      wfe
        b       2b
