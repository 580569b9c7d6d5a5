// More interrupts active than any GIC has list registers: nested, and with EOImode 1 deactivated late and in any order, by another CPU too; group 0 as FIQs' acknowledgements.
#include "common/flat.h"

const char name[] = "gic";

#define NESTED 12

static u32 active(u32 first) { return read32(GICD + 0x300 + first / 32 * 4) >> first % 32; }

static u64 init_second(u64 mode)
{
    gic_init_cpu();
    msr_(ICC_CTLR_EL1, mode);
    return mrs_(ICC_CTLR_EL1) & 3;
}

static u64 deactivate(u64 intid)
{
    msr_(ICC_DIR_EL1, intid);
    sync();
    return 0;
}

static u64 drop_priority(u64 intid)
{
    end_of_interrupt(intid);
    return 0;
}

static u64 acknowledge_soon(u64 unused) { return acknowledge_within(PATIENCE_US / 2); }

// Each of a higher priority than the one before, and ended in reverse; priorities that change meanwhile change nothing.
static void nest(u64 self)
{
    for (u32 k = 0; k < NESTED; k++) {
        spi_init(64 + k, 0xf0 - 8 * k, 1, self);
        spi_pend(64 + k);
        check("nested: ICC_IAR1_EL1", 64 + k, acknowledge_within(PATIENCE_US));
        check("nested: ICC_RPR_EL1", 0xf0 - 8 * k, mrs_(ICC_RPR_EL1));
    }
    check("nested: GICD_ISACTIVER2", (1 << NESTED) - 1, active(64) & 0xfff);
    check("nested: nothing preempts", SPURIOUS, acknowledge());
    write8(GICD + 0x400 + 64 + NESTED - 1, 0x10);
    for (int k = NESTED - 1; k >= 0; k--) {
        end_of_interrupt(64 + k);
        check("ended: GICD_ISACTIVER2", (1u << k) - 1, active(64) & 0xfff);
    }
    check("ended: ICC_RPR_EL1", 0xff, mrs_(ICC_RPR_EL1));
}

static void deactivate_late(u64 self)
{
    msr_(ICC_CTLR_EL1, 2);
    for (u32 k = 0; k < NESTED; k++) {
        spi_init(96 + k, 0xa0, 1, self);
        spi_pend(96 + k);
        check("EOImode 1: ICC_IAR1_EL1", 96 + k, acknowledge_within(PATIENCE_US));
        end_of_interrupt(96 + k);
    }
    check("EOImode 1: GICD_ISACTIVER3", 0xfff, active(96) & 0xfff);
    u32 left = 0xfff;
    for (u32 k = 0; k < NESTED; k++) {
        u32 which = k * 5 % NESTED;
        left &= ~(1u << which);
        deactivate(96 + which);
        check("EOImode 1: GICD_ISACTIVER3", left, active(96) & 0xfff);
    }
    for (u32 k = 0; k < 6; k++) spi_init(128 + k, 0xa0, 1, self);
    write32(GICD + 0x310, 0x3f);
    check("GICD_ISACTIVER4 written", 0x3f, active(128) & 0x3f);
    deactivate(133);
    check("133 deactivated: GICD_ISACTIVER4", 0x1f, active(128) & 0x3f);
    write32(GICD + 0x390, 1);
    check("128 by GICD_ICACTIVER4", 0x1e, active(128) & 0x3f);
    for (u32 k = 1; k < 5; k++) deactivate(128 + k);
    check("all deactivated: GICD_ISACTIVER4", 0, active(128) & 0x3f);
    msr_(ICC_CTLR_EL1, 0);
}

static void set_group0(u64 frame, u32 intid) { write32(frame + 0x80 + intid / 32 * 4, read32(frame + 0x80 + intid / 32 * 4) & ~(1u << intid % 32)); }

static void group0(u64 self)
{
    write32(GICD, 0x13);
    check("GICD_CTLR: both groups", 0x53, read32(GICD) & 0x7fffffff);
    msr_(ICC_IGRPEN0_EL1, 1);
    check("ICC_IGRPEN0_EL1", 1, mrs_(ICC_IGRPEN0_EL1));
    spi_init(160, 0xa0, 1, self);
    set_group0(GICD, 160);
    spi_pend(160);
    u64 end = now() + microseconds(PATIENCE_US), intid;
    do sync(); while (!(mrs(isr_el1) & 0x40) && now() < end);
    check("group 0: ISR_EL1 has an FIQ and no IRQ", 0x40, mrs(isr_el1) & 0xc0);
    check("group 0: ICC_IAR1_EL1", SPURIOUS, acknowledge());
    check("group 0: ICC_HPPIR0_EL1", 160, mrs_(ICC_HPPIR0_EL1));
    intid = mrs_(ICC_IAR0_EL1);
    check("group 0: ICC_IAR0_EL1", 160, intid);
    check("group 0: GICD_ISACTIVER5", 1, active(160) & 1);
    msr_(ICC_EOIR0_EL1, intid);
    sync();
    check("group 0 ended: GICD_ISACTIVER5", 0, active(160) & 1);
    int cpu = this_cpu();
    set_group0(sgi_base(cpu), 6);
    msr_(ICC_SGI0R_EL1, (self >> 8 & 0xff) << 16 | 6ul << 24 | 1ul << (self & 15));
    do sync(); while (!(mrs(isr_el1) & 0x40) && now() < end);
    check("ICC_SGI0R_EL1: ICC_IAR0_EL1", 6, mrs_(ICC_IAR0_EL1));
    msr_(ICC_EOIR0_EL1, 6);
    msr_(ICC_IGRPEN0_EL1, 0);
    write32(GICD, 0x12);
    check("GICD_CTLR: group 1", 0x52, read32(GICD) & 0x7fffffff);
}

// One CPU acknowledges, the other deactivates.
static void across(void)
{
    check("CPU_ON", 0, start_second(0));
    check("EOImode of the second CPU", 2, on_second(init_second, 2));
    msr_(ICC_CTLR_EL1, 2);
    spi_init(192, 0xa0, 1, affinity_of(1));
    spi_pend(192);
    check("the second CPU acknowledges", 192, on_second(acknowledge_soon, 0));
    on_second(drop_priority, 192);
    check("GICD_ISACTIVER6", 1, active(192) & 1);
    check("GICD_ISPENDR6", 0, read32(GICD + 0x218) & 1);
    for (int round = 0; round < 50; round++) {
        check("acknowledged on the second CPU: GICD_ICACTIVER6", 1, active(192) & 1);
        write32(GICD + 0x398, 1);
        check("written: GICD_ISACTIVER6", 0, active(192) & 1);
        spi_pend(192);
        check("pending again: GICD_ISPENDR6", 1, read32(GICD + 0x218) & 1);
        check("the second CPU acknowledges again", 192, on_second(acknowledge_soon, 0));
        check("acknowledged: GICD_ISPENDR6", 0, read32(GICD + 0x218) & 1);
        on_second(drop_priority, 192);
    }
    write32(sgi_base(1) + 0x300, 0x80);
    check("written: the second CPU's GICR_ISACTIVER0", 0x80, read32(sgi_base(1) + 0x300) & 0xff);
    on_second(deactivate, 7);
    check("deactivated: the second CPU's GICR_ISACTIVER0", 0, read32(sgi_base(1) + 0x300) & 0xff);
    deactivate(192);
    u64 end = now() + microseconds(PATIENCE_US);
    while (active(192) & 1 && now() < end) ;
    check("deactivated by the first CPU: GICD_ISACTIVER6", 0, active(192) & 1);
    stop_second();
}

void test(void)
{
    gic_init();
    gic_init_cpu();
    write32(sgi_base(this_cpu()) + 0x100, 0xffff);
    u64 self = mrs(mpidr_el1) & 0xffffff;
    nest(self);
    deactivate_late(self);
    group0(self);
    across();
}
