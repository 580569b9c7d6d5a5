// What compiled code calls by symbol and C# cannot say: write barriers, and memory moved and filled sixteen bytes at a time.
        .text

// ---- write barriers. x14 = where, x15 = what, x14 advances: no collector watches, so they are plain stores.
        .global RhpAssignRefArm64, RhpCheckedAssignRefArm64, RhpByRefAssignRefArm64
RhpAssignRefArm64:
RhpCheckedAssignRefArm64:
        str     x15, [x14], #8
        ret
RhpByRefAssignRefArm64:                 // x13 = from where, advances too
        ldr     x15, [x13], #8
        str     x15, [x14], #8
        ret

// ---- void corelib_move_bytes(x0 destination, x1 source, x2 count): the ranges may overlap.
// Everything up to 64 bytes is loaded before anything is stored. Above, the end away from the direction of travel is loaded first and stored last,
// so that neither overlap nor a count that is no multiple of 64 needs a loop of its own.
        .global corelib_move_bytes
        .type   corelib_move_bytes, %function
        .balign 64
corelib_move_bytes:
        add     x4, x1, x2              // end of source
        add     x5, x0, x2              // end of destination
        cmp     x2, #16
        b.lo    .Lmove_below_16
        cmp     x2, #32
        b.hi    .Lmove_above_32
        ldr     q0, [x1]
        ldr     q1, [x4, #-16]
        str     q0, [x0]
        str     q1, [x5, #-16]
        ret
.Lmove_above_32:
        cmp     x2, #64
        b.hi    .Lmove_above_64
        ldp     q0, q1, [x1]
        ldp     q2, q3, [x4, #-32]
        stp     q0, q1, [x0]
        stp     q2, q3, [x5, #-32]
        ret
.Lmove_above_64:
        sub     x3, x0, x1
        cmp     x3, x2                  // unsigned: below means the destination begins inside the source
        b.lo    .Lmove_down
        ldp     q4, q5, [x4, #-64]
        ldp     q6, q7, [x4, #-32]
1:      ldp     q0, q1, [x1]
        ldp     q2, q3, [x1, #32]
        add     x1, x1, #64
        stp     q0, q1, [x0]
        stp     q2, q3, [x0, #32]
        add     x0, x0, #64
        sub     x2, x2, #64
        cmp     x2, #64
        b.hi    1b
        stp     q4, q5, [x5, #-64]
        stp     q6, q7, [x5, #-32]
        ret
.Lmove_down:
        ldp     q4, q5, [x1]
        ldp     q6, q7, [x1, #32]
2:      ldp     q0, q1, [x4, #-32]
        ldp     q2, q3, [x4, #-64]
        sub     x4, x4, #64
        stp     q0, q1, [x5, #-32]
        stp     q2, q3, [x5, #-64]
        sub     x5, x5, #64
        sub     x2, x2, #64
        cmp     x2, #64
        b.hi    2b
        stp     q4, q5, [x0]
        stp     q6, q7, [x0, #32]
        ret
.Lmove_below_16:
        tbz     x2, #3, 3f
        ldr     x6, [x1]
        ldr     x7, [x4, #-8]
        str     x6, [x0]
        str     x7, [x5, #-8]
        ret
3:      tbz     x2, #2, 4f
        ldr     w6, [x1]
        ldr     w7, [x4, #-4]
        str     w6, [x0]
        str     w7, [x5, #-4]
        ret
4:      cbz     x2, 5f
        lsr     x3, x2, #1              // one to three bytes: first, middle, last
        ldrb    w6, [x1]
        ldrb    w7, [x1, x3]
        ldrb    w8, [x4, #-1]
        strb    w6, [x0]
        strb    w7, [x0, x3]
        strb    w8, [x5, #-1]
5:      ret

// ---- void corelib_fill_bytes(x0 destination, w1 value, x2 count)
        .global corelib_fill_bytes
        .type   corelib_fill_bytes, %function
        .balign 64
corelib_fill_bytes:
        dup     v0.16b, w1
        add     x5, x0, x2              // end of destination
        cmp     x2, #16
        b.lo    .Lfill_below_16
6:      cmp     x2, #64
        b.ls    7f
        stp     q0, q0, [x0]
        stp     q0, q0, [x0, #32]
        add     x0, x0, #64
        sub     x2, x2, #64
        b       6b
7:      cmp     x2, #16                 // 1 to 64 are left, and at least 16 were asked for
        b.ls    8f
        str     q0, [x0], #16
        sub     x2, x2, #16
        b       7b
8:      str     q0, [x5, #-16]
        ret
.Lfill_below_16:
        fmov    x1, d0
        tbz     x2, #3, 9f
        str     x1, [x0]
        str     x1, [x5, #-8]
        ret
9:      tbz     x2, #2, 10f
        str     w1, [x0]
        str     w1, [x5, #-4]
        ret
10:     cbz     x2, 11f
        lsr     x3, x2, #1
        strb    w1, [x0]
        strb    w1, [x0, x3]
        strb    w1, [x5, #-1]
11:     ret

// ---- the start-up function of a hosted library refers to these; it is linked and never called
        .text
        .global RhpReversePInvoke, RhpReversePInvokeReturn
RhpReversePInvoke:
RhpReversePInvokeReturn:
        ret

// ---- what methods with buffers on the stack check on return
        .section .rodata
        .balign 8
        .global __security_cookie
__security_cookie:
        .quad   0x5bd1e995cafe1234
