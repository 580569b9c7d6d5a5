// All registers of the guest are its own: whatever it traps for, x0 to x30, q0 to q31, FPSR, FPCR, NZCV and SP_EL0 are behind it what they were before, but for what the instruction itself writes.
#include "common/flat.h"

const char name[] = "registers";

#define PSCI_VERSION 0x84000000ul
#define PSCI_FEATURES 0x8400000aul
#define ROUNDS 40

typedef struct { u64 x[31]; u64 sp_el0; u64 q[64]; u64 fpsr, fpcr, nzcv; } state;

state before, after;                    // the routines below know their layout
static u64 pages[512 * 16] __attribute__((aligned(4096)));

// Loads all registers from before, executes OPERATION, and stores them to after. The routine's own return address and what it has to preserve are on the stack.
#define ROUTINE(label, operation) \
    asm(".text\n" #label ":\n" \
        "stp x29, x30, [sp, #-96]!\n stp x19, x20, [sp, #16]\n stp x21, x22, [sp, #32]\n stp x23, x24, [sp, #48]\n stp x25, x26, [sp, #64]\n stp x27, x28, [sp, #80]\n" \
        "adrp x30, before\n add x30, x30, :lo12:before\n add x29, x30, #256\n" \
        ".irp n, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30\n ldr q\\n, [x29, #16 * \\n]\n .endr\n" \
        ".irp n, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31\n ldr q\\n, [x29, #16 * \\n]\n .endr\n" \
        "add x29, x29, #512\n ldp x0, x1, [x29]\n msr fpsr, x0\n msr fpcr, x1\n ldr x0, [x29, #16]\n msr nzcv, x0\n ldr x0, [x30, #248]\n msr sp_el0, x0\n" \
        ".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29\n ldr x\\n, [x30, #8 * \\n]\n .endr\n" \
        "ldr x30, [x30, #240]\n" \
        operation "\n" \
        "stp x29, x30, [sp, #-16]!\n adrp x30, after\n add x30, x30, :lo12:after\n" \
        ".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28\n str x\\n, [x30, #8 * \\n]\n .endr\n" \
        "ldp x0, x1, [sp], #16\n stp x0, x1, [x30, #232]\n mrs x0, sp_el0\n str x0, [x30, #248]\n add x29, x30, #256\n" \
        ".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31\n str q\\n, [x29, #16 * \\n]\n .endr\n" \
        "add x29, x29, #512\n mrs x0, fpsr\n mrs x1, fpcr\n stp x0, x1, [x29]\n mrs x0, nzcv\n str x0, [x29, #16]\n" \
        "ldp x19, x20, [sp, #16]\n ldp x21, x22, [sp, #32]\n ldp x23, x24, [sp, #48]\n ldp x25, x26, [sp, #64]\n ldp x27, x28, [sp, #80]\n ldp x29, x30, [sp], #96\n ret\n"); \
    extern void label(void)

ROUTINE(call, "hvc #0");
ROUTINE(call_by_smc, "smc #0");
ROUTINE(load_to_3, "ldr w3, [x4]");
ROUTINE(load_wide_to_30, "ldr x30, [x4]");
ROUTINE(load_to_20, "ldr w20, [x4]");
ROUTINE(load_signed_to_3, "ldrsw x3, [x4]");
ROUTINE(load_with_write_back, "ldr w3, [x4], #0");
ROUTINE(store, "str w5, [x4]");
ROUTINE(load_simd, "ldr s20, [x4]");
ROUTINE(send_to_self, "msr S3_0_C12_C11_5, x5\n isb");
ROUTINE(wait_briefly, "wfi");

static u64 seed = 1;

static u64 random(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static void fill(void)
{
    for (int i = 0; i < 31; i++) before.x[i] = random();
    for (int i = 0; i < 64; i++) before.q[i] = random();
    before.sp_el0 = random();
    before.fpsr = random() & 0x0800009f;        // QC and the cumulative exception bits
    before.fpcr = random() & 0x07c00000;        // AHP, DN, FZ and the rounding mode
    before.nzcv = random() & 0xf0000000;
}

// Bit n of WRITTEN is xn: what the instruction writes is not compared. SIMD is the q register that it writes, or none.
static void run_case(const char *what, void (*routine)(void), u64 written, int simd)
{
    routine();
    u64 different = 0, different_simd = 0;
    for (int i = 0; i < 31; i++) different |= (u64)(before.x[i] != after.x[i]) << i;
    for (int i = 0; i < 64; i++) different_simd |= (u64)(before.q[i] != after.q[i]) << i / 2;
    check(what, 0, different & ~written);
    check(what, 0, different_simd & ~(simd < 0 ? 0 : 1ul << simd));
    check(what, before.sp_el0, after.sp_el0);
    check(what, before.fpsr << 32 | before.fpcr, after.fpsr << 32 | after.fpcr);
    check(what, before.nzcv, after.nzcv);
}

static void run_call(const char *what, void (*routine)(void), u64 function, u64 argument)
{
    before.x[0] = function;
    before.x[1] = argument;
    run_case(what, routine, 1, -1);
}

static void run_access(const char *what, void (*routine)(void), u64 address, u64 value, u64 written, int simd)
{
    before.x[4] = address;
    before.x[5] = value;
    run_case(what, routine, written, simd);
}

static u64 write_pages(u64 value)
{
    for (u64 i = 0; i < sizeof pages / sizeof *pages; i += 512) pages[i] = value;
    return value;
}

static void run_round(u64 self)
{
    fill();
    run_call("a call with one answer", call, PSCI_VERSION, 0);
    check("PSCI_VERSION", 0x10001, after.x[0]);
    run_call("PSCI_FEATURES", call, PSCI_FEATURES, PSCI_VERSION);
    run_call("a call that looks", call, PSCI_AFFINITY_INFO, self);
    run_call("a call by SMC", call_by_smc, PSCI_VERSION, 0);
    for (int again = 0; again < 2; again++) {
        run_access("GICD_CTLR", load_to_3, GICD, 0, 1 << 3, -1);
        check("GICD_CTLR's value", read32(GICD), after.x[3]);
        run_access("GICR_TYPER", load_wide_to_30, redistributor(this_cpu()) + 8, 0, 1 << 30, -1);
        check("GICR_TYPER's value", self, after.x[30] >> 32);
    }
    run_access("GICD_CTLR to a register that a call preserves", load_to_20, GICD, 0, 1 << 20, -1);
    run_access("GICD_CTLR, sign-extended", load_signed_to_3, GICD, 0, 1 << 3, -1);
    run_access("GICD_TYPER with write-back", load_with_write_back, GICD + 4, 0, 1 << 3, -1);
    run_access("a priority", store, GICD + 0x440, 0x10203040, 0, -1);
    run_access("GICD_TYPER to a SIMD register", load_simd, GICD + 4, 0, 0, 20);
    check("GICD_TYPER's value", read32(GICD + 4), after.q[40]);
    run_access("an SGI to itself", send_to_self, 0, 1ul << 24 | (self & 0xff0000) << 16 | (self & 0xff00) << 24 | 1ul << (self & 15), 0, -1);
    run_case("WFI with an interrupt pending", wait_briefly, 0, -1);
    u64 intid = acknowledge_within(PATIENCE_US);
    check("the SGI", 1, intid);
    if (intid != SPURIOUS) end_of_interrupt(intid);
    u64 value = on_second(write_pages, random());
    for (u64 i = 0; i < sizeof pages / sizeof *pages; i += 512) {
        run_access("a page of the other CPU", load_wide_to_30, (u64)(pages + i), 0, 1 << 30, -1);
        check("what it has", value, after.x[30]);
    }
}

void test(void)
{
    gic_init();
    gic_init_cpu();
    write32(sgi_base(this_cpu()) + 0x100, 0xffff);
    check("CPU_ON", 0, start_second(0));
    u64 self = mrs(mpidr_el1) & 0xffffff;
    for (int round = 0; round < ROUNDS; round++) run_round(self);
    stop_second();
}
