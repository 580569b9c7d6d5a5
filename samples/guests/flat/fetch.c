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
    begin_apart();
    for (int i = 0; i < PAGES; i++) {
        pause_us(SETTLED_US);
        check("a page's content", page(i) + 1, read64(page(i)));
    }
}
