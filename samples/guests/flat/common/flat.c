#include "flat.h"

#define UART_FLAGS (UART + 0x18)
#define UART_TRANSMIT_FULL (1u << 5)
#define UART_RECEIVE_EMPTY (1u << 4)
#define GICD_CTLR_RWP (1u << 31)
#define GICD_CTLR_ARE_GROUP1 0x12u
#define GICR_WAKER 0x14
#define GICR_WAKER_CHILDREN_ASLEEP 4u
#define GICR_TYPER_LAST 0x10u

#define CODE_BYTES 256

static u32 checks, wrong;

void put_char(char c)
{
    while (read32(UART_FLAGS) & UART_TRANSMIT_FULL) ;
    write32(UART, (u8)c);
}

void put(const char *text)
{
    for (; *text; text++) put_char(*text);
}

void put_hex(u64 value)
{
    put("0x");
    int digits = 1;
    while (digits < 16 && value >> (4 * digits)) digits++;
    while (digits-- > 0) put_char("0123456789abcdef"[value >> (4 * digits) & 15]);
}

static void await_key(void)
{
    while (read32(UART_FLAGS) & UART_RECEIVE_EMPTY) ;
    read32(UART);
}

static void put_decimal(u32 value)
{
    if (value >= 10) put_decimal(value / 10);
    put_char('0' + value % 10);
}

static void put_wrong(const char *what)
{
    wrong++;
    put("BAD ");
    put(what);
}

void check(const char *what, u64 want, u64 got)
{
    checks++;
    if (want == got) return;
    put_wrong(what);
    put(": want ");
    put_hex(want);
    put(" got ");
    put_hex(got);
    put("\n");
}

void run(void)
{
    test();
    put(name);
    put(": ");
    put_decimal(checks);
    put(" checks, ");
    put_decimal(wrong);
    put(" wrong\n");
}

void pause_us(u64 us)
{
    u64 end = now() + microseconds(us);
    while (now() < end) ;
}

u64 hvc(u64 function, u64 a, u64 b, u64 c)
{
    register u64 x0 asm("x0") = function, x1 asm("x1") = a, x2 asm("x2") = b, x3 asm("x3") = c;
    asm volatile("hvc #0" : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3) :: "memory", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17");
    return x0;
}

int this_cpu(void)
{
    u64 affinity = mrs(mpidr_el1) & 0xffffff;
    int cpu = 0;
    while (affinity_of(cpu) != affinity && !(read32(redistributor(cpu) + 8) & GICR_TYPER_LAST)) cpu++;
    return cpu;
}

static volatile struct { u64 wanted, done, result, argument, served; u64 (*what)(u64); } job;

__attribute__((weak)) void second_main(u64 context)
{
    (void)context;
    u64 seen = job.done;
    job.served++;
    sync();
    for (;;) {
        while (job.wanted == seen) ;
        sync();
        seen = job.wanted;
        u64 (*what)(u64) = job.what;
        if (what) job.result = what(job.argument);
        sync();
        job.done = seen;
        sync();
        if (!what) return;
    }
}

static void await(volatile u64 *counter, u64 value, const char *what)
{
    u64 end = now() + microseconds(PATIENCE_US);
    while (*counter != value && now() < end) ;
    if (*counter == value) return;
    put_wrong(what);
    put(": not within 20 s\n");
}

u64 start_second(u64 context)
{
    u64 before = job.served;
    u64 answer = hvc(PSCI_CPU_ON, affinity_of(1), (u64)second_entry, context);
    if (answer == 0) await(&job.served, before + 1, "the second CPU starts");
    return answer;
}

u64 on_second(u64 (*what)(u64), u64 argument)
{
    job.what = what;
    job.argument = argument;
    sync();
    u64 number = ++job.wanted;
    sync();
    await(&job.done, number, "the second CPU answers");
    return job.result;
}

void stop_second(void)
{
    on_second(0, 0);
    u64 end = now() + microseconds(PATIENCE_US);
    while (hvc(PSCI_AFFINITY_INFO, affinity_of(1), 0, 0) != 1 && now() < end) ;
}

void turn_on_mmu(u64 table)
{
    msr(mair_el1, 0xff00);                                      // attribute 0: Device-nGnRnE, 1: normal, write-back
    msr(tcr_el1, 25 | 1 << 8 | 1 << 10 | 3 << 12 | 1 << 23 | 2ul << 32);
    msr(ttbr0_el1, table);
    asm volatile("tlbi vmalle1; dsb nsh; isb" ::: "memory");
    msr(sctlr_el1, mrs(sctlr_el1) | 0x1005);
}

static void go_apart(u64 place)
{
    write64(place, 0x401);                                      // the first GiB: device memory
    write64(place + 8, 0x40000000 | 0x705);                     // the second: normal memory
    turn_on_mmu(place);
}

void begin_apart(void)
{
    gic_init();
    gic_init_cpu();
    write32(sgi_base(this_cpu()) + 0x100, 0xffff);
    check("CPU_ON", 0, hvc(PSCI_CPU_ON, affinity_of(1), (u64)second_entry, affinity_of(0)));
    check("the second CPU is ready", 1, acknowledge_within(PATIENCE_US));
    end_of_interrupt(1);
    go_apart(own_memory(0));
    put("ready\n");
    await_key();
}

void stay_apart(u64 place, void (*loop)(void))
{
    u64 code = place + 4096;
    for (u64 i = 0; i < CODE_BYTES; i += 4) write32(code + i, read32((u64)loop + i));
    go_apart(place);
    asm volatile("ic iallu; dsb nsh; isb" ::: "memory");
    ((void (*)(void))code)();
}

static void await_distributor(void)
{
    while (read32(GICD) & GICD_CTLR_RWP) ;
}

void gic_init(void)
{
    write32(GICD, GICD_CTLR_ARE_GROUP1);
    await_distributor();
}

void gic_init_cpu(void)
{
    int cpu = this_cpu();
    write32(redistributor(cpu) + GICR_WAKER, 0);
    while (read32(redistributor(cpu) + GICR_WAKER) & GICR_WAKER_CHILDREN_ASLEEP) ;
    write32(sgi_base(cpu) + 0x80, ~0u);
    msr_(ICC_SRE_EL1, 7);
    msr_(ICC_PMR_EL1, 0xf8);
    msr_(ICC_BPR1_EL1, 0);
    msr_(ICC_CTLR_EL1, 0);
    msr_(ICC_IGRPEN1_EL1, 1);
}

u64 acknowledge(void)
{
    sync();
    return mrs_(ICC_IAR1_EL1) & 0xffffff;
}

u64 acknowledge_within(u64 us)
{
    u64 end = now() + microseconds(us), intid;
    do intid = acknowledge(); while (intid == SPURIOUS && now() < end);
    return intid;
}

void end_of_interrupt(u64 intid)
{
    msr_(ICC_EOIR1_EL1, intid);
    sync();
}

void send_sgi(u64 affinity, int intid)
{
    sync();
    msr_(ICC_SGI1R_EL1, (affinity >> 8 & 0xff) << 16 | (u64)intid << 24 | 1ul << (affinity & 15));
}

void spi_init(u32 spi, u8 priority, int is_edge, u64 affinity)
{
    u64 word = spi / 32 * 4, configuration = GICD + 0xc00 + spi / 16 * 4;
    u32 bit = 1u << spi % 32, edge = 2u << 2 * (spi % 16);
    write32(GICD + 0x180 + word, bit);
    await_distributor();
    write32(GICD + 0x80 + word, read32(GICD + 0x80 + word) | bit);
    write8(GICD + 0x400 + spi, priority);
    write32(configuration, is_edge ? read32(configuration) | edge : read32(configuration) & ~edge);
    write64(GICD + 0x6000 + 8 * spi, affinity);
    write32(GICD + 0x280 + word, bit);
    write32(GICD + 0x380 + word, bit);
    write32(GICD + 0x100 + word, bit);
    sync();
}

void spi_pend(u32 spi)
{
    write32(GICD + 0x200 + spi / 32 * 4, 1u << spi % 32);
    sync();
}
