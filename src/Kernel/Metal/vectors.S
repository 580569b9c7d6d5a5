// The exception vectors of EL2. An exception from the guest saves its registers in a TrapFrame on this CPU's stack and calls
// kernel_trap; one at EL2 itself is the end: it changes to the emergency stack (the ordinary one may have overflowed) and
// calls kernel_fault.
//
// A TrapFrame: x0-x30, ELR, SPSR, ESR, FAR, HPFAR (288 bytes), then q0-q31, FPSR, FPCR. Of q registers those are saved that compiled
// code uses, to copy structures: q0-q7, q16 and q17. The build refuses an image that names others (PV2016).
//
// Two lanes. A synchronous exception of AArch64 code is first shown to kernel_fast_trap, with what the procedure call standard lets
// a function change and no SIMD register; the build refuses an image in which one can be reached from there (PV2014). What is not
// answered there goes on in the other lane, which saves the rest.

        .set    FRAME_BYTES, 816
        .set    FRAME_SIMD, 288
        .set    FRAME_FPSR, 800
        .set    SYNCHRONOUS, 8                  // VectorKind.GuestSynchronous

        .macro  from_guest kind
        .balign 128
        sub     sp, sp, #FRAME_BYTES
        stp     x0, x1, [sp]
        .if     \kind == SYNCHRONOUS
        b       fast_lane
        .else
        mov     x1, #\kind
        b       save_guest
        .endif
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

        .macro  compiled_simd_registers instruction, frame
        \instruction q0, q1, [\frame, #FRAME_SIMD + 0]
        \instruction q2, q3, [\frame, #FRAME_SIMD + 32]
        \instruction q4, q5, [\frame, #FRAME_SIMD + 64]
        \instruction q6, q7, [\frame, #FRAME_SIMD + 96]
        \instruction q16, q17, [\frame, #FRAME_SIMD + 256]
        .endm

        .macro  other_simd_registers instruction, frame
        \instruction q8, q9, [\frame, #FRAME_SIMD + 128]
        \instruction q10, q11, [\frame, #FRAME_SIMD + 160]
        \instruction q12, q13, [\frame, #FRAME_SIMD + 192]
        \instruction q14, q15, [\frame, #FRAME_SIMD + 224]
        \instruction q18, q19, [\frame, #FRAME_SIMD + 288]
        \instruction q20, q21, [\frame, #FRAME_SIMD + 320]
        \instruction q22, q23, [\frame, #FRAME_SIMD + 352]
        \instruction q24, q25, [\frame, #FRAME_SIMD + 384]
        \instruction q26, q27, [\frame, #FRAME_SIMD + 416]
        \instruction q28, q29, [\frame, #FRAME_SIMD + 448]
        \instruction q30, q31, [\frame, #FRAME_SIMD + 480]
        .endm

        .macro  temporary_registers single, pair
        \pair   x2, x3, [sp, #16]
        \pair   x4, x5, [sp, #32]
        \pair   x6, x7, [sp, #48]
        \pair   x8, x9, [sp, #64]
        \pair   x10, x11, [sp, #80]
        \pair   x12, x13, [sp, #96]
        \pair   x14, x15, [sp, #112]
        \pair   x16, x17, [sp, #128]
        \single x18, [sp, #144]
        \pair   x29, x30, [sp, #232]
        .endm

        .macro  preserved_registers single, pair
        \single x19, [sp, #152]
        \pair   x20, x21, [sp, #160]
        \pair   x22, x23, [sp, #176]
        \pair   x24, x25, [sp, #192]
        \pair   x26, x27, [sp, #208]
        \single x28, [sp, #224]
        .endm

// HPFAR, or what stands in its place, is in x6.
        .macro  save_exception_registers
        mrs     x2, elr_el2
        mrs     x3, spsr_el2
        mrs     x4, esr_el2
        mrs     x5, far_el2
        stp     x2, x3, [sp, #248]
        stp     x4, x5, [sp, #264]
        str     x6, [sp, #280]
        .endm

// x0 and x1 of the context are saved.
fast_lane:
        temporary_registers str, stp
        mrs     x6, hpfar_el2
        save_exception_registers
        mrs     x1, tpidr_el2
        mov     x0, sp
        ldr     x1, [x1]                        // the CPU's index
        mov     x29, xzr                        // the guest's frame records are not ours to walk
        bl      kernel_fast_trap
        cbz     w0, 1f
        ldp     x2, x3, [sp, #248]
        msr     elr_el2, x2
        msr     spsr_el2, x3
        temporary_registers ldr, ldp
        ldp     x0, x1, [sp]
        add     sp, sp, #FRAME_BYTES
        eret
1:      mov     x1, #SYNCHRONOUS
        b       save_preserved

// x1 = kind; x0 and x1 of the context are saved.
save_guest:
        temporary_registers str, stp
        mrs     x6, hpfar_el2
        save_exception_registers
save_preserved:
        preserved_registers str, stp
        compiled_simd_registers stp, sp
        mov     x0, sp
        mov     x29, xzr
        mov     x30, xzr
        bl      kernel_trap

resume_guest:
        compiled_simd_registers ldp, sp
        ldp     x2, x3, [sp, #248]
        msr     elr_el2, x2
        msr     spsr_el2, x3
        preserved_registers ldr, ldp
        temporary_registers ldr, ldp
        ldp     x0, x1, [sp]
        add     sp, sp, #FRAME_BYTES
        eret

// x0 = TrapFrame: adds to it the SIMD registers that are still the guest's.
        .global asm_save_other_simd_registers
asm_save_other_simd_registers:
        other_simd_registers stp, x0
        ret

// x0 = TrapFrame: takes those from it.
        .global asm_restore_other_simd_registers
asm_restore_other_simd_registers:
        other_simd_registers ldp, x0
        ret

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
        other_simd_registers ldp, sp
        ldr     x2, [sp, #FRAME_FPSR]
        ldr     x3, [sp, #FRAME_FPSR + 8]
        msr     fpsr, x2
        msr     fpcr, x3
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
        temporary_registers str, stp
        preserved_registers str, stp
        mrs     x6, tpidrro_el0                 // in the place of HPFAR: the stack pointer
        save_exception_registers
        mov     x0, sp
        mov     x1, x18
        bl      kernel_fault
2:      wfe
        b       2b
