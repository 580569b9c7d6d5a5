// Two CPUs by PSCI, memory and SGIs between them, off and on again: what every other guest of two CPUs stands on.
#include "common/flat.h"

const char name[] = "twocpus";

static u64 words[512] __attribute__((aligned(4096)));

static u64 add_up(u64 to)
{
    u64 sum = 0;
    for (u64 i = 0; i < to; i++) sum += words[i]++;
    return sum;
}

static u64 init_interrupts(u64 unused)
{
    gic_init_cpu();
    write32(sgi_base(this_cpu()) + 0x100, 0xffff);
    return read32(sgi_base(this_cpu()) + 0x100) & 0xffff;
}

static u64 take_sgi(u64 unused)
{
    u64 intid = acknowledge_within(PATIENCE_US / 2);
    if (intid != SPURIOUS) end_of_interrupt(intid);
    return intid;
}

static u64 answer_sgi(u64 affinity)
{
    send_sgi(affinity, 4);
    return mrs(mpidr_el1) & 0xffffff;
}

void test(void)
{
    gic_init();
    init_interrupts(0);
    u64 self = mrs(mpidr_el1) & 0xffffff;
    for (u64 i = 0; i < 512; i++) words[i] = i;
    for (int round = 0; round < 2; round++) {
        check("CPU_ON", 0, start_second(7));
        check("CPU_ON of one that is on: ALREADY_ON", -4ul, hvc(PSCI_CPU_ON, affinity_of(1), (u64)second_entry, 0));
        check("what the second CPU reads", 512 * 511 / 2 + 1024 * round, on_second(add_up, 512));
        check("what the first CPU reads of it", 512 * 511 / 2 + 512 * (2 * round + 1), add_up(512));
        check("the second CPU's SGIs are enabled", 0xffff, on_second(init_interrupts, 0));
        send_sgi(affinity_of(1), 3);
        check("an SGI to the second CPU", 3, on_second(take_sgi, 0));
        check("the second CPU's affinity", affinity_of(1), on_second(answer_sgi, self));
        check("an SGI to the first CPU", 4, acknowledge_within(PATIENCE_US / 2));
        end_of_interrupt(4);
        check("AFFINITY_INFO: on", 0, hvc(PSCI_AFFINITY_INFO, affinity_of(1), 0, 0));
        stop_second();
        check("AFFINITY_INFO: off", 1, hvc(PSCI_AFFINITY_INFO, affinity_of(1), 0, 0));
    }
    clear_fault();
    read32(0x0b000000);
    check("a read of nothing: synchronous external abort", 0x25ul << 26 | 0x10, fault() & (0x3ful << 26 | 0x3f));
}
