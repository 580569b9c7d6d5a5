// TLB maintenance for all CPUs (TLBI …IS, …OS) reaches the last CPU although no table was written (Arm ARM, D8.14): an ASID gets another table, and the CPU that still has translations made from the old one must not use
// them. Meanwhile the CPUs speak by SGIs only, and the last touches nothing else, so that no page changes hands and drops its translations. And once a table is written, as operating systems do. Other CPUs stay off.
#include "common/flat.h"

const char name[] = "tlbi";

// The upper half of the address space has 1 GiB, so that its table is of level 2 and a walk has one step: no step above it may be remembered.
#define VA 0xffffffffc0000000ul
#define PAGE_A 0x40400000ul
#define PAGE_B 0x40600000ul
#define A 0xaaaaul
#define B 0xbbbbul
#define ASID 1ul
#define OPERAND (ASID << 48 | (VA >> 12 & 0xffffffffffful))
#define RANGE (ASID << 48 | 1ul << 46 | (VA >> 12 & 0x1ffffffffful))

enum { IS_READY = 1, ROUND_BEGINS, HAS_READ, INVALIDATED, HAS_READ_AGAIN };

typedef u64 table[512] __attribute__((aligned(4096)));

static table identity, upper_a, upper_b;
static volatile struct { u64 before, after; } seen[32] __attribute__((aligned(4096)));
static u64 affinities[512] __attribute__((aligned(4096)));

static inline __attribute__((always_inline)) void await_sgi(u64 intid)
{
    u64 got, end = now() + microseconds(PATIENCE_US);
    do {
        got = mrs_(ICC_IAR1_EL1) & 0xffffff;
        if (got != SPURIOUS) msr_(ICC_EOIR1_EL1, got);
    } while (got != intid && now() < end);
}

static inline __attribute__((always_inline)) void tell(u64 affinity, u64 intid) { msr_(ICC_SGI1R_EL1, (affinity >> 8 & 0xff) << 16 | intid << 24 | 1ul << (affinity & 15)); }

static void init_interrupts(void)
{
    gic_init_cpu();
    write32(sgi_base(this_cpu()) + 0x100, 0xffff);
}

static void turn_on_both_halves(void)
{
    msr(mair_el1, 0xff00);                                      // attribute 0: Device-nGnRnE, 1: normal, write-back
    u64 walks = 1 << 0 | 1 << 2 | 3 << 4;                       // write-back, inner shareable
    msr(tcr_el1, 25 | walks << 8 | (34ul | walks << 8 | 2ul << 14) << 16 | 2ul << 32 | 1ul << 36);
    msr(ttbr0_el1, (u64)identity | ASID << 48);
    msr(ttbr1_el1, upper_a);
    asm volatile("tlbi vmalle1; dsb nsh; isb" ::: "memory");
    msr(sctlr_el1, mrs(sctlr_el1) | 0x1005);
}

// In the last round the table stays, and its entry is changed.
void second_main(u64 rounds)
{
    init_interrupts();
    turn_on_both_halves();
    u64 first = affinities[0];
    tell(first, IS_READY);
    for (u64 round = 0; round < rounds; round++) {
        await_sgi(ROUND_BEGINS);
        msr(ttbr1_el1, upper_a);
        asm volatile("tlbi vmalle1; dsb nsh; isb" ::: "memory");
        u64 before = *(volatile u64 *)VA;
        tell(first, HAS_READ);
        await_sgi(INVALIDATED);
        if (round + 1 < rounds) msr(ttbr1_el1, upper_b);
        u64 after = *(volatile u64 *)VA;
        seen[round].before = before;
        seen[round].after = after;
        sync();
        tell(first, HAS_READ_AGAIN);
    }
}

#define INVALIDATE(crm, op2, operand) do { round(crm * 10 + op2); asm volatile("dsb ish; sys #0, c8, c" #crm ", #" #op2 ", %0; dsb ish; isb" :: "r"(operand) : "memory"); finish(); } while (0)
#define INVALIDATE_ALL(crm) do { round(crm * 10); asm volatile("dsb ish; sys #0, c8, c" #crm ", #0; dsb ish; isb" ::: "memory"); finish(); } while (0)

static u64 last, rounds, instruction;

static void round(u64 which)
{
    instruction = which;
    tell(last, ROUND_BEGINS);
    await_sgi(HAS_READ);
}

static void finish(void)
{
    tell(last, INVALIDATED);
    await_sgi(HAS_READ_AGAIN);
    if (seen[rounds].before != A || seen[rounds].after != B) { put("CRm and op2 "); put_hex(instruction); put(": "); }
    check("what was mapped", A, seen[rounds].before);
    check("what is mapped", B, seen[rounds].after);
    rounds++;
}

static void inner_shareable(void)
{
    INVALIDATE_ALL(3);
    INVALIDATE(3, 1, OPERAND);
    INVALIDATE(3, 2, OPERAND);
    INVALIDATE(3, 3, OPERAND);
    INVALIDATE(3, 5, OPERAND);
    INVALIDATE(3, 7, OPERAND);
}

static void outer_shareable(void)
{
    INVALIDATE_ALL(1);
    INVALIDATE(1, 1, OPERAND);
    INVALIDATE(1, 2, OPERAND);
    INVALIDATE(1, 3, OPERAND);
    INVALIDATE(1, 5, OPERAND);
    INVALIDATE(1, 7, OPERAND);
}

static void ranges(void)
{
    INVALIDATE(2, 1, RANGE);
    INVALIDATE(2, 3, RANGE);
    INVALIDATE(2, 5, RANGE);
    INVALIDATE(2, 7, RANGE);
    INVALIDATE(5, 1, RANGE);
    INVALIDATE(5, 3, RANGE);
    INVALIDATE(5, 5, RANGE);
    INVALIDATE(5, 7, RANGE);
}

static void entry_is_written(u64 entry)
{
    round(0);
    upper_a[0] = 0;
    asm volatile("dsb ishst; tlbi vae1is, %0; dsb ish; isb" :: "r"(OPERAND) : "memory");
    upper_a[0] = entry;
    asm volatile("dsb ishst; isb" ::: "memory");
    finish();
}

static int last_cpu(void)
{
    int cpu = 0;
    while (!(read32(redistributor(cpu) + 8) & 0x10)) cpu++;     // GICR_TYPER.Last
    return cpu;
}

void test(void)
{
    u64 device = 1 << 10 | 1, memory = 1 << 10 | 3 << 8 | 1 << 2 | 1, not_global = 1 << 11;
    identity[0] = 0x00000000 | device;
    identity[1] = 0x40000000 | memory;
    upper_a[0] = PAGE_A | memory | not_global;
    upper_b[0] = PAGE_B | memory | not_global;
    write64(PAGE_A, A);
    write64(PAGE_B, B);
    gic_init();
    init_interrupts();
    affinities[0] = affinity_of(this_cpu());
    last = affinity_of(last_cpu());
    sync();
    turn_on_both_halves();
    u64 level = mrs(id_aa64isar0_el1) >> 56 & 15;               // 1: FEAT_TLBIOS, 2: FEAT_TLBIRANGE, too
    check("CPU_ON", 0, hvc(PSCI_CPU_ON, last, (u64)second_entry, 6 + (level >= 1 ? 6 : 0) + (level >= 2 ? 8 : 0) + 1));
    await_sgi(IS_READY);
    inner_shareable();
    if (level >= 1) outer_shareable();
    if (level >= 2) ranges();
    entry_is_written(upper_b[0]);
    check("exceptions", 0, fault());
}
