        .text
        .global selftest_smc
selftest_smc:
        smc     #0
        ret
