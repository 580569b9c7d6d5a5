// Sends SGIs to the second CPU one at a time, with time in between for everything that one leaves behind. That CPU sleeps in memory of its own and takes them.
#include "common/flat.h"

const char name[] = "sgi";

#define SGIS 150
#define SETTLED_US 10000

static void sleep_and_take(void)
{
    for (;;) {
        asm volatile("wfi");
        u64 intid;
        while ((intid = mrs_(ICC_IAR1_EL1)) < 16) msr_(ICC_EOIR1_EL1, intid);
    }
}

void second_main(u64 first)
{
    gic_init_cpu();
    write32(sgi_base(this_cpu()) + 0x100, 0xffff);
    send_sgi(first, 1);
    stay_apart(own_memory(node_of(affinity_of(this_cpu()))) + 0x1000000, sleep_and_take);
}

void test(void)
{
    begin_apart();
    u64 second = affinity_of(1);
    for (int i = 0; i < SGIS; i++) {
        pause_us(SETTLED_US);
        send_sgi(second, 2);
    }
    pause_us(SETTLED_US);
}
