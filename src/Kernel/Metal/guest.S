// The guest's system registers on this CPU. A register's name is part of its instruction, so each has its own; they stand in tables
// of two instructions an entry, in the order of GuestRegister.cs.

        .macro  for_each_guest_register do
        \do     sctlr_el1
        \do     cpacr_el1
        \do     ttbr0_el1
        \do     ttbr1_el1
        \do     tcr_el1
        \do     esr_el1
        \do     far_el1
        \do     afsr0_el1
        \do     afsr1_el1
        \do     mair_el1
        \do     amair_el1
        \do     vbar_el1
        \do     elr_el1
        \do     spsr_el1
        \do     sp_el1
        \do     sp_el0
        \do     contextidr_el1
        \do     tpidr_el0
        \do     tpidrro_el0
        \do     tpidr_el1
        \do     par_el1
        \do     cntkctl_el1
        \do     cntv_ctl_el0
        \do     cntv_cval_el0
        \do     mdscr_el1
        \do     csselr_el1
        \do     vmpidr_el2
        \do     vpidr_el2
        .endm

        .macro  read_entry register
        mrs     x0, \register
        ret
        .endm

        .macro  write_entry register
        msr     \register, x1
        ret
        .endm

        .text
        .balign 8
// x0 = GuestRegister.
        .global asm_read_guest_register
asm_read_guest_register:
        adr     x9, 1f
        add     x9, x9, x0, lsl #3
        br      x9
1:
        for_each_guest_register read_entry
        read_entry midr_el1
        read_entry revidr_el1
        read_entry aidr_el1

// x0 = GuestRegister, x1 = value. The return to the guest is the context synchronisation.
        .global asm_write_guest_register
asm_write_guest_register:
        adr     x9, 1f
        add     x9, x9, x0, lsl #3
        br      x9
1:
        for_each_guest_register write_entry

// x0 = (CRm - 1) * 8 + op2 of S3_0_C0_C<CRm>_<op2>.
        .global asm_read_identification
asm_read_identification:
        adr     x9, 1f
        add     x9, x9, x0, lsl #3
        br      x9
1:
        .irp    crm, 1, 2, 3, 4, 5, 6, 7
        .irp    op2, 0, 1, 2, 3, 4, 5, 6, 7
        read_entry s3_0_c0_c\crm\()_\op2
        .endr
        .endr

// x0 = virtual address of the guest; returns PAR_EL1, whose old value the guest keeps.
        .macro  translate operation
        mrs     x1, par_el1
        at      \operation, x0
        isb
        mrs     x0, par_el1
        msr     par_el1, x1
        ret
        .endm

        .global asm_translate_stage1
asm_translate_stage1:
        translate s1e1r

        .global asm_translate_stage1_write
asm_translate_stage1_write:
        translate s1e1w

        .global asm_translate_stage1_unprivileged
asm_translate_stage1_unprivileged:
        translate s1e0r

        .global asm_translate_stage1_unprivileged_write
asm_translate_stage1_unprivileged_write:
        translate s1e0w

        .global asm_translate_both_stages
asm_translate_both_stages:
        translate s12e1r
