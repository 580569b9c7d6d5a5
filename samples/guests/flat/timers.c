// Both timers of a CPU: what their registers say at their ends, and that their interrupts are levels, pending while the line is high and no longer. On both CPUs, and what was written to the second CPU's
// redistributor before that was on.
#include "common/flat.h"

const char name[] = "timers";

#define VIRTUAL 27u
#define PHYSICAL 30u

// CNT*_CTL_EL0.
#define ENABLE 1u
#define MASK 2u
#define STATUS 4u

#define ISENABLER 0x100
#define ICENABLER 0x180
#define ISPENDR 0x200
#define ICPENDR 0x280
#define ISACTIVER 0x300
#define IPRIORITYR 0x400

// The two timers' registers, by what the tests are told to test.
static u64 control(u32 timer) { return timer == VIRTUAL ? mrs(cntv_ctl_el0) : mrs(cntp_ctl_el0); }
static u64 compare_value(u32 timer) { return timer == VIRTUAL ? mrs(cntv_cval_el0) : mrs(cntp_cval_el0); }
static u64 timer_value(u32 timer) { return timer == VIRTUAL ? mrs(cntv_tval_el0) : mrs(cntp_tval_el0); }
static void set_control(u32 timer, u64 v) { if (timer == VIRTUAL) msr(cntv_ctl_el0, v); else msr(cntp_ctl_el0, v); }
static void set_compare_value(u32 timer, u64 v) { if (timer == VIRTUAL) msr(cntv_cval_el0, v); else msr(cntp_cval_el0, v); }
static void set_timer_value(u32 timer, u64 v) { if (timer == VIRTUAL) msr(cntv_tval_el0, v); else msr(cntp_tval_el0, v); }

static u64 bit(u32 array, u32 intid) { return read32(sgi_base(this_cpu()) + array) >> intid & 1; }
static void set_bit(u32 array, u32 intid) { write32(sgi_base(this_cpu()) + array, 1u << intid); sync(); }

// A line moves in finite time, not at once: what a bit of ISPENDR or ISACTIVER is to become.
static u64 becomes(u64 want, u32 array, u32 intid)
{
    u64 end = now() + microseconds(PATIENCE_US);
    while (bit(array, intid) != want && now() < end) ;
    return bit(array, intid);
}

static void fire(u32 timer)
{
    set_compare_value(timer, 0);
    set_control(timer, ENABLE);
    check("it fires: ISPENDR", 1, becomes(1, ISPENDR, timer));
}

static void test_line(u32 timer)
{
    fire(timer);
    set_compare_value(timer, now() + microseconds(PATIENCE_US));
    check("moved into the future: ISPENDR", 0, bit(ISPENDR, timer));
    check("moved into the future: ICC_IAR1_EL1", SPURIOUS, acknowledge());
    fire(timer);
    set_control(timer, 0);
    check("disabled: ISPENDR", 0, bit(ISPENDR, timer));
    check("disabled: ICC_IAR1_EL1", SPURIOUS, acknowledge());
    fire(timer);
    set_control(timer, 0);
    u64 pending, end = now() + microseconds(PATIENCE_US);
    do pending = mrs_(ICC_HPPIR1_EL1); while (pending != SPURIOUS && now() < end);
    check("disabled, and nobody asks: ICC_HPPIR1_EL1", SPURIOUS, pending);
    fire(timer);
    set_control(timer, ENABLE | MASK);
    check("masked: ISPENDR", 0, bit(ISPENDR, timer));
    check("masked: ICC_IAR1_EL1", SPURIOUS, acknowledge());
    check("masked: status", ENABLE | MASK | STATUS, control(timer));
    set_control(timer, ENABLE);
    check("unmasked", timer, acknowledge_within(PATIENCE_US));
    check("active and pending while the line is high", 1, bit(ISPENDR, timer) & bit(ISACTIVER, timer));
    end_of_interrupt(timer);
    check("again while the line is high", timer, acknowledge_within(PATIENCE_US));
    set_control(timer, 0);
    end_of_interrupt(timer);
    check("disabled while active", SPURIOUS, acknowledge());
    check("disabled while active: ISACTIVER", 0, bit(ISACTIVER, timer));
}

// GICR_ISPENDR0 sets a latch besides the line; an acknowledgement or GICR_ICPENDR0 clears the latch, and the line never.
static void test_latch(u32 timer)
{
    set_bit(ISPENDR, timer);
    check("latched: ISPENDR", 1, bit(ISPENDR, timer));
    set_bit(ICPENDR, timer);
    check("latch cleared: ISPENDR", 0, bit(ISPENDR, timer));
    set_bit(ISPENDR, timer);
    check("latched", timer, acknowledge());
    check("acknowledged: ISPENDR", 0, bit(ISPENDR, timer));
    end_of_interrupt(timer);
    check("once", SPURIOUS, acknowledge());
    fire(timer);
    set_bit(ICPENDR, timer);
    check("a line is not cleared: ISPENDR", 1, bit(ISPENDR, timer));
    set_bit(ICENABLER, timer);
    check("not enabled", SPURIOUS, acknowledge());
    set_control(timer, 0);
    set_bit(ISENABLER, timer);
    check("disabled before it was enabled", SPURIOUS, acknowledge());
}

static void test_extremes(u32 timer)
{
    static const u64 ahead[] = { ~0ul, ~0ul - 1, 1ul << 63, (1ul << 63) - 1, 1ul << 62, 1ul << 56 };
    set_control(timer, ENABLE);
    for (u32 i = 0; i < sizeof(ahead) / sizeof(ahead[0]); i++) {
        set_compare_value(timer, ahead[i]);
        pause_us(1000);
        check("far ahead: CVAL", ahead[i], compare_value(timer));
        check("far ahead: control", ENABLE, control(timer));
        check("far ahead: ISPENDR", 0, bit(ISPENDR, timer));
    }
    set_compare_value(timer, -now());
    check("so far ahead as the count has come: control", ENABLE, control(timer));
    set_timer_value(timer, 0x7fffffff);
    check("TVAL at its greatest", 1, compare_value(timer) > now());
    check("TVAL at its greatest, read", 1, timer_value(timer) <= 0x7fffffff);
    u64 before = now();
    set_timer_value(timer, 0x80000000);
    u64 distance = compare_value(timer) + (1ul << 31);
    check("TVAL at its least", 1, distance >= before && distance <= now());
    set_timer_value(timer, -1);
    check("TVAL of -1: ISPENDR", 1, becomes(1, ISPENDR, timer));
    set_timer_value(timer, 0);
    check("TVAL of 0: ISPENDR", 1, becomes(1, ISPENDR, timer));
    set_control(timer, 0);
    check("disabled: ISPENDR", 0, bit(ISPENDR, timer));
}

static void test_deadline(u32 timer)
{
    u64 deadline = now() + microseconds(3000);
    set_compare_value(timer, deadline);
    set_control(timer, ENABLE);
    u64 intid;
    u64 end = now() + microseconds(PATIENCE_US);
    do asm volatile("wfi"); while ((intid = acknowledge()) == SPURIOUS && now() < end);
    check("its time has come", timer, intid);
    check("and not before", 1, now() >= deadline);
    check("status", ENABLE | STATUS, control(timer));
    set_control(timer, 0);
    end_of_interrupt(timer);
    check("disabled", SPURIOUS, acknowledge());
}

static u64 test_timers(u64 unused)
{
    gic_init_cpu();
    write32(sgi_base(this_cpu()) + ICENABLER, 1u << VIRTUAL | 1u << PHYSICAL);
    for (u32 timer = VIRTUAL; timer <= PHYSICAL; timer += PHYSICAL - VIRTUAL) {
        write8(sgi_base(this_cpu()) + IPRIORITYR + timer, 0xa0);
        set_bit(ISENABLER, timer);
        check("off at first", 0, control(timer) & ENABLE);
        set_control(timer, 0);  // on plain QEMU the line of a timer that was on when its CPU was turned off is still high
        test_line(timer);
        test_latch(timer);
        test_extremes(timer);
        test_deadline(timer);
    }
    u64 first = mrs(cntvct_el0), second = mrs(cntpct_el0), third = mrs(cntvct_el0);
    check("the physical count is the virtual one", 1, first <= second && second <= third);
    return fault();
}

static u64 enabled(u64 unused) { return read32(sgi_base(this_cpu()) + ISENABLER) & 1u << 5; }
static u64 priority(u64 unused) { return read8(sgi_base(this_cpu()) + IPRIORITYR + 5); }
static u64 control_of(u64 timer) { return control(timer); }

static u64 take(u64 unused)
{
    msr_(ICC_SRE_EL1, 7);
    msr_(ICC_PMR_EL1, 0xf8);
    msr_(ICC_IGRPEN1_EL1, 1);
    u64 intid = acknowledge_within(PATIENCE_US / 2);
    if (intid != SPURIOUS) end_of_interrupt(intid);
    return intid;
}

// Leaves both timers on, which a CPU that is turned off does not.
static u64 leave_on(u64 unused)
{
    set_compare_value(VIRTUAL, 0);
    set_compare_value(PHYSICAL, 0);
    set_control(VIRTUAL, ENABLE);
    set_control(PHYSICAL, ENABLE);
    return becomes(1, ISPENDR, VIRTUAL) & becomes(1, ISPENDR, PHYSICAL);
}

static void test_second(void)
{
    u64 base = sgi_base(1);
    write32(redistributor(1) + 0x14, 0);
    write32(base + 0x80, ~0u);
    write8(base + IPRIORITYR + 5, 0x60);
    write32(base + ISENABLER, 1u << 5);
    send_sgi(affinity_of(1), 5);
    check("before CPU_ON: SGI pending", 1u << 5, read32(base + ISPENDR) & 1u << 5);
    for (int round = 0; round < 2; round++) {
        check("CPU_ON", 0, start_second(0));
        check("after CPU_ON: ISENABLER", 1u << 5, on_second(enabled, 0));
        check("after CPU_ON: IPRIORITYR", 0x60, on_second(priority, 0));
        check("after CPU_ON: the SGI of before", 5, on_second(take, 0));
        check("after CPU_ON: the timers are off", 0, (on_second(control_of, VIRTUAL) | on_second(control_of, PHYSICAL)) & ENABLE);
        check("the second CPU's timers: no fault", 0, on_second(test_timers, 0));
        check("the second CPU's timers are left on", 1, on_second(leave_on, 0));
        stop_second();
        send_sgi(affinity_of(1), 5);
    }
}

void test(void)
{
    gic_init();
    check("the first CPU's timers: no fault", 0, test_timers(0));
    test_second();
}
