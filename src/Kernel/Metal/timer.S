// The generic timer's system registers (Arm ARM, D11.2).

#include "leaf.h"
        .text

        READ    cntfrq_el0
        READ_SYNCHRONISED cntpct_el0
        WRITE   cnthp_cval_el2
        WRITE   cnthp_ctl_el2
