// GICv3 system registers: the physical CPU interface (IHI 0069H, 12.2) and the virtual interface control (12.4).

#include "leaf.h"
        .text

        READ    icc_sre_el2
        WRITE   icc_sre_el2
        WRITE   icc_sre_el1
        WRITE   icc_pmr_el1
        WRITE   icc_bpr1_el1
        WRITE   icc_ctlr_el1
        WRITE   icc_igrpen1_el1
        WRITE   icc_eoir1_el1
        WRITE   icc_dir_el1

        // The acknowledgement must be complete before what the interrupt announced is looked at.
        FUNCTION asm_read_icc_iar1_el1
        mrs     x0, icc_iar1_el1
        dsb     sy
        ret

        // What was written for the CPUs that are interrupted must be visible to them first.
        FUNCTION asm_write_icc_sgi1r_el1
        dsb     ishst
        msr     icc_sgi1r_el1, x0
        isb
        ret

        READ    ich_hcr_el2
        WRITE   ich_hcr_el2
        READ    ich_vtr_el2
        READ    ich_vmcr_el2
        WRITE   ich_vmcr_el2
        READ_SYNCHRONISED ich_eisr_el2
        READ_SYNCHRONISED ich_elrsr_el2

        // Writes of the numbered registers need no ISB: the guest is entered by ERET, and the status registers are read behind one.

        NUMBERED_FUNCTION asm_read_ich_lr
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        mrs     x0, ich_lr\n\()_el2
        ret
        .endr

        NUMBERED_FUNCTION asm_write_ich_lr
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        msr     ich_lr\n\()_el2, x1
        ret
        .endr

        NUMBERED_FUNCTION asm_read_ich_ap0r
        .irp    n, 0, 1, 2, 3
        mrs     x0, ich_ap0r\n\()_el2
        ret
        .endr

        NUMBERED_FUNCTION asm_read_ich_ap1r
        .irp    n, 0, 1, 2, 3
        mrs     x0, ich_ap1r\n\()_el2
        ret
        .endr

        NUMBERED_FUNCTION asm_write_ich_ap0r
        .irp    n, 0, 1, 2, 3
        msr     ich_ap0r\n\()_el2, x1
        ret
        .endr

        NUMBERED_FUNCTION asm_write_ich_ap1r
        .irp    n, 0, 1, 2, 3
        msr     ich_ap1r\n\()_el2, x1
        ret
        .endr
