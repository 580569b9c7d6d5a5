// What ID registers do not show is undefined, whatever the CPU has: at EL1 and at EL0, in AArch64 and in AArch32 state, and whatever CPACR_EL1 says. Not for plain QEMU, whose CPUs show it.
#include "common/flat.h"

const char name[] = "hidden";

#define TAKEN (1ul << 63)
#define LENGTH (1ul << 25)
#define UNDEFINED (TAKEN | LENGTH)

#define SVC (TAKEN | LENGTH | 0x15ul << 26)
#define SVC_AARCH32 (TAKEN | LENGTH | 0x11ul << 26)

#define UNDEFINED_AT_EL1(what, instruction) do { clear_fault(); asm volatile(instruction ::: "x0", "memory"); check(what, UNDEFINED, fault()); } while (0)

// Vectors for what runs at EL0: they note the syndrome and leave for where TPIDRRO_EL0 says.
asm("        .balign 2048\n"
    "el0_vectors:\n"
    "        .rept   16\n"
    "        mrs     x0, esr_el1\n"
    "        orr     x0, x0, #(1 << 63)\n"
    "        msr     tpidr_el1, x0\n"
    "        mrs     x0, tpidrro_el0\n"
    "        br      x0\n"
    "        .balign 128\n"
    "        .endr\n");
extern char el0_vectors[];

#define AARCH64 0x3c0ul         // SPSR_EL1: interrupts masked, EL0
#define AARCH32 0x1d0ul         // the same, user mode of A32

// Runs the instruction and, if that is not undefined, an SVC. Returns the syndrome. AArch32 state uses the low halves of almost all registers.
__attribute__((noinline)) static u64 at_el0(u64 state, u32 instruction)
{
    static u32 code[2] __attribute__((aligned(64)));
    code[0] = instruction;
    code[1] = state == AARCH64 ? 0xd4000001 : 0xef000000;
    asm volatile("dc cvau, %0; dsb ish; ic ivau, %0; dsb ish; isb" :: "r"(code) : "memory");
    u64 vectors = mrs(vbar_el1);
    msr(vbar_el1, el0_vectors);
    clear_fault();
    register u64 x0 asm("x0") = (u64)code, x1 asm("x1") = state;
    asm volatile("msr elr_el1, x0; msr spsr_el1, x1; adr x2, 1f; msr tpidrro_el0, x2; isb; eret; 1:" : "+r"(x0), "+r"(x1) :: "memory", "cc", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10",
        "x11", "x12", "x13", "x14", "x15", "x16", "x17", "x18", "x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28", "x30");
    u64 syndrome = fault();
    msr(vbar_el1, vectors);
    return syndrome;
}

static void test_el1(void)
{
    UNDEFINED_AT_EL1("ZCR_EL1 (SVE)", "mrs x0, S3_0_C1_C2_0");
    UNDEFINED_AT_EL1("ZCR_EL1 (SVE), written", "msr S3_0_C1_C2_0, x0");
    UNDEFINED_AT_EL1("RDVL (SVE)", ".inst 0x04bf5020");
    UNDEFINED_AT_EL1("PTRUE (SVE)", ".inst 0x2518e3e0");
    UNDEFINED_AT_EL1("SMCR_EL1 (SME)", "mrs x0, S3_0_C1_C2_6");
    UNDEFINED_AT_EL1("SVCR (SME)", "mrs x0, S3_3_C4_C2_2");
    UNDEFINED_AT_EL1("SMSTART (SME)", ".inst 0xd503477f");
    UNDEFINED_AT_EL1("PMCR_EL0 (performance monitors)", "mrs x0, pmcr_el0");
    UNDEFINED_AT_EL1("PMUSERENR_EL0 (performance monitors)", "mrs x0, pmuserenr_el0");
    UNDEFINED_AT_EL1("AMCR_EL0 (activity monitors)", "mrs x0, S3_3_C13_C2_0");
    UNDEFINED_AT_EL1("TRCIDR8 (trace)", "mrs x0, S2_1_C0_C0_6");
    UNDEFINED_AT_EL1("CNTPCTSS_EL0 (ECV)", "mrs x0, S3_3_C14_C0_5");
    UNDEFINED_AT_EL1("LORC_EL1 (limited ordering regions)", "mrs x0, S3_0_C10_C4_3");
    UNDEFINED_AT_EL1("ERRIDR_EL1 (RAS)", "mrs x0, S3_0_C5_C3_0");
    UNDEFINED_AT_EL1("GCR_EL1 (memory tags)", "mrs x0, S3_0_C1_C0_6");
    UNDEFINED_AT_EL1("PMSCR_EL1 (statistical profiling)", "mrs x0, S3_0_C9_C9_0");
    UNDEFINED_AT_EL1("TRBLIMITR_EL1 (trace buffer)", "mrs x0, S3_0_C9_C11_0");

    // With FEAT_IDST what is undefined among the ID registers is reported as a trapped read.
    u64 reported = (mrs(id_aa64mmfr2_el1) >> 36 & 15) != 0 ? 0x18ul << 26 : 0;
    clear_fault();
    asm volatile("mrs x0, S3_1_C0_C0_6" ::: "x0");
    check("SMIDR_EL1 (SME)", UNDEFINED | reported, fault() & ~(reported ? 0x1fffffful : 0));
    clear_fault();
    asm volatile("mrs x0, S3_1_C0_C0_4" ::: "x0");
    check("GMID_EL1 (memory tags)", UNDEFINED | reported, fault() & ~(reported ? 0x1fffffful : 0));
}

static void test_el0(void)
{
    check("EL0: PMCR_EL0", UNDEFINED, at_el0(AARCH64, 0xd53b9c00));
    check("EL0: PMCCNTR_EL0", UNDEFINED, at_el0(AARCH64, 0xd53b9d00));
    check("EL0: AMCR_EL0", UNDEFINED, at_el0(AARCH64, 0xd53bd200));
    check("EL0: RDVL", UNDEFINED, at_el0(AARCH64, 0x04bf5020));
    check("EL0: SVC", SVC, at_el0(AARCH64, 0xd503201f));
    if ((mrs(id_aa64pfr0_el1) & 15) != 2) return;
    check("AArch32: PMCR", UNDEFINED, at_el0(AARCH32, 0xee190f1c));
    check("AArch32: PMCCNTR", UNDEFINED, at_el0(AARCH32, 0xee190f1d));
    check("AArch32: PMCCNTR, 64 bits", UNDEFINED, at_el0(AARCH32, 0xec510f09));
    check("AArch32: AMCR", UNDEFINED, at_el0(AARCH32, 0xee1d0f12));
    check("AArch32: an implementation defined register", UNDEFINED, at_el0(AARCH32, 0xee1f0f10));
    check("AArch32: SVC", SVC_AARCH32, at_el0(AARCH32, 0xe1a00000));
}

// What is there: with CNTKCTL_EL1's leave EL0 has the physical counter and timer, in both states.
static void test_timer_at_el0(void)
{
    check("EL0: CNTP_CTL_EL0, without leave", TAKEN | LENGTH | 0x18ul << 26, at_el0(AARCH64, 0xd53be220) & ~0x1fffffful);
    msr(cntkctl_el1, 0x303);    // EL0PCTEN, EL0VCTEN, EL0VTEN, EL0PTEN
    check("EL0: CNTPCT_EL0", SVC, at_el0(AARCH64, 0xd53be020));
    check("EL0: CNTP_CTL_EL0", SVC, at_el0(AARCH64, 0xd53be220));
    if ((mrs(id_aa64pfr0_el1) & 15) == 2) {
        check("AArch32: CNTPCT", SVC_AARCH32, at_el0(AARCH32, 0xec510f0e));
        check("AArch32: CNTP_CTL", SVC_AARCH32, at_el0(AARCH32, 0xee1e0f32));
        check("AArch32: CNTP_CVAL", SVC_AARCH32, at_el0(AARCH32, 0xec510f2e));
    }
    msr(cntkctl_el1, 0);
}

void test(void)
{
    // FPEN alone, and with ZEN and SMEN, which are no fields of a CPU without SVE and SME.
    for (u64 access = 0x300000; access <= 0x3330000; access += 0x3030000) {
        msr(cpacr_el1, access);
        test_el1();
    }
    msr(cpacr_el1, 0x300000);
    check("CPACR_EL1", 0x300000, mrs(cpacr_el1));
    test_el0();
    test_timer_at_el0();
}
