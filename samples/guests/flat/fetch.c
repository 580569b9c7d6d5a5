// Reads pages of another machine one at a time, each for the first time and none next to another, with time in between for everything that a page leaves behind. The other machine's CPU sleeps meanwhile in memory of its own.
#include "common/flat.h"

const char name[] = "fetch";

#define PAGES 150
#define STRIDE (3 * 4096ul)
#define SETTLED_US 8000

static inline u64 page(int i) { return own_memory(1) + 0x100000 + STRIDE * i; }

static void sleep(void) { for (;;) asm volatile("wfi"); }

void second_main(u64 first)
{
    for (int i = 0; i < PAGES; i++) write64(page(i), page(i) + 1);
    gic_init_cpu();
    send_sgi(first, 1);
    stay_apart(own_memory(1), sleep);
}

void test(void)
{
    gic_init();
    gic_init_cpu();
    write32(sgi_base(this_cpu()) + 0x100, 0xffff);
    check("CPU_ON", 0, hvc(PSCI_CPU_ON, affinity_of(1), (u64)second_entry, affinity_of(0)));
    check("the second CPU has written", 1, acknowledge_within(PATIENCE_US));
    end_of_interrupt(1);
    go_apart(own_memory(0));
    put("ready\n");
    await_key();
    for (int i = 0; i < PAGES; i++) {
        pause_us(SETTLED_US);
        check("a page's content", page(i) + 1, read64(page(i)));
    }
}
