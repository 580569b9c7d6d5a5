// Code that changes: whoever writes it, cleans it and invalidates instruction caches for it, and by whichever virtual address, a CPU that was told and synchronises its context executes what was written
// (Arm ARM, B2.2.5 and D7.5).
#include "common/flat.h"

const char name[] = "icache";

#define ROUNDS 8
#define ALIAS 0x80000000ul

typedef u64 table[512] __attribute__((aligned(4096)));

static table identity, alias;
static u32 code[1024] __attribute__((aligned(4096)));

// The CPUs' lines are not asked for: 16 bytes are less than any.
static void clean(void) { for (u64 i = 0; i < 64; i += 16) asm volatile("dc cvau, %0" :: "r"((u64)code + i) : "memory"); asm volatile("dsb ish" ::: "memory"); }
static void invalidate(void) { for (u64 i = 0; i < 64; i += 16) asm volatile("ic ivau, %0" :: "r"((u64)code + i) : "memory"); asm volatile("dsb ish; isb" ::: "memory"); }
static void invalidate_all(void) { asm volatile("dsb ish; ic ialluis; dsb ish; isb" ::: "memory"); }

static void write(u64 result)
{
    code[1] = 0xd65f03c0;                                       // ret
    code[0] = 0xd2800000 | (u32)result << 5;                    // mov x0, #result
}

static u64 run_at(u64 address)
{
    asm volatile("isb" ::: "memory");
    return ((u64 (*)(void))address)();
}

static u64 map_all(u64 unused)
{
    turn_on_mmu((u64)identity);
    return 0;
}

static u64 turn_off_mmu(u64 unused)
{
    msr(sctlr_el1, mrs(sctlr_el1) & ~0x1005ul);
    return 0;
}

static u64 run_here(u64 unused) { return run_at((u64)code); }
static u64 run_alias(u64 unused) { return run_at(ALIAS + ((u64)code & 0x1fffff)); }
static u64 write_and_maintain(u64 result) { write(result); clean(); invalidate(); return 0; }
static u64 write_only(u64 result) { write(result); return 0; }
static u64 clean_and_invalidate(u64 unused) { clean(); invalidate(); return 0; }
static u64 clean_and_invalidate_all(u64 unused) { clean(); invalidate_all(); return 0; }
static u64 only_invalidate_all(u64 unused) { invalidate_all(); return 0; }

static u64 invalidate_all_and_tell(u64 affinity)
{
    invalidate_all();
    send_sgi(affinity, 5);
    return 0;
}

void test(void)
{
    u64 device = 1 << 10 | 1, memory = 1 << 10 | 3 << 8 | 1 << 2 | 1;
    identity[0] = 0x00000000 | device;
    identity[1] = 0x40000000 | memory;
    identity[2] = (u64)alias | 3;
    alias[0] = ((u64)code & ~0x1ffffful) | memory;
    gic_init();
    gic_init_cpu();
    write32(sgi_base(this_cpu()) + 0x100, 0xffff);
    u64 self = affinity_of(this_cpu());
    check("CPU_ON", 0, start_second(0));
    map_all(0);
    on_second(map_all, 0);
    for (u64 i = 1; i < ROUNDS * 16; i += 16) {
        write_and_maintain(i);
        check("the other runs what one wrote and maintained", i, on_second(run_here, 0));
        on_second(write_and_maintain, i + 1);
        check("one runs what the other wrote and maintained", i + 1, run_here(0));
        write(i + 2);
        on_second(clean_and_invalidate, 0);
        check("one runs what it wrote and the other maintained", i + 2, run_here(0));
        on_second(write_only, i + 3);
        clean_and_invalidate(0);
        check("the other runs what it wrote and one maintained", i + 3, on_second(run_here, 0));
        write(i + 4);
        on_second(clean_and_invalidate_all, 0);
        check("one runs what it wrote, by another address", i + 4, run_alias(0));
        write(i + 5);
        clean();
        on_second(only_invalidate_all, 0);
        check("one runs what it wrote and cleaned, and the other invalidated", i + 5, run_here(0));
        write(i + 6);
        clean();
        on_second(invalidate_all_and_tell, self);
        check("the other's SGI", 5, acknowledge_within(PATIENCE_US / 2));
        end_of_interrupt(5);
        check("one runs what it wrote, told by an SGI", i + 6, run_here(0));
    }
    on_second(turn_off_mmu, 0);
    turn_off_mmu(0);
    check("exceptions", 0, fault());
}
