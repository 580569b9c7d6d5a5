// Loads and stores of device registers in every form that the syndrome of an abort does not describe: they do with registers what they do with memory, in both byte orders.
#include "common/flat.h"

const char name[] = "loadstore";

#define PRIORITIES (GICD + 0x440)       // of SPIs: bytes or words
#define ROUTES (GICD + 0x6000 + 8 * 40) // double words, or their halves
#define BIG_ENDIAN (1ul << 25)          // SCTLR_EL1.EE

typedef struct { u64 x[3]; u64 q[10]; u64 fault; } state;

static u8 memory[256] __attribute__((aligned(64)));
static state of_device, of_memory;
static u64 little_endian, order;

// Registers x0, x2 and v3 to v7 hold patterns, x1 the address; what they hold then is kept, whatever the byte order was in between.
#define EXECUTE(instruction, address, result) do { \
    register u64 x0 asm("x0") = 0xfffffffffffffffcul, x1 asm("x1") = (address), x2 asm("x2") = 0x4030401040304010ul; \
    register u64 x9 asm("x9") = little_endian | order, x10 asm("x10") = little_endian; \
    register u64 *x11 asm("x11") = (result)->q; \
    clear_fault(); \
    asm volatile("dup v3.2d, x2\n\t add x12, x2, x2\n\t dup v4.2d, x12\n\t ins v4.d[0], x2\n\t dup v5.2d, x2\n\t dup v6.2d, x12\n\t dup v7.2d, x2\n\t" \
        "msr sctlr_el1, x9\n\t isb\n\t" instruction "\n\t msr sctlr_el1, x10\n\t isb\n\t" \
        "stp q3, q4, [x11]\n\t stp q5, q6, [x11, #32]\n\t str q7, [x11, #64]" \
        : "+r"(x0), "+r"(x1), "+r"(x2) : "r"(x9), "r"(x10), "r"(x11) : "x12", "v3", "v4", "v5", "v6", "v7", "memory"); \
    (result)->x[0] = x0; (result)->x[1] = x1 - (address); (result)->x[2] = x2; (result)->fault = fault(); } while (0)

static void fill(u64 device, int is_route)
{
    for (u64 i = 0; i < 32; i++) {
        u32 word = is_route ? (i & 1 ? 0 : 0x010000 + 0x101 * i) : 0x10203040 + 0x10 * (i & 7);
        write32(device + 4 * i, word);
        write32((u64)memory + 4 * i, word);
    }
}

static void compare(const char *what, u64 device)
{
    check(what, of_memory.fault, of_device.fault);
    for (int i = 0; i < 3; i++) check(what, of_memory.x[i], of_device.x[i]);
    for (int i = 0; i < 10; i++) check(what, of_memory.q[i], of_device.q[i]);
    for (u64 i = 0; i < 32; i++) check(what, read32((u64)memory + 4 * i), read32(device + 4 * i));
}

#define SAME(device, instruction) do { \
    fill(device, (device) == ROUTES); \
    EXECUTE(instruction, (device) + 32, &of_device); \
    EXECUTE(instruction, (u64)memory + 32, &of_memory); \
    compare(instruction, device); } while (0)

static void loads_and_stores(void)
{
    SAME(PRIORITIES, "ldr w0, [x1], #4");
    SAME(PRIORITIES, "ldr w0, [x1, #-4]!");
    SAME(PRIORITIES, "ldrb w0, [x1], #1");
    SAME(PRIORITIES, "ldrsb x0, [x1, #3]!");
    SAME(PRIORITIES, "ldrsw x0, [x1], #-4");
    SAME(PRIORITIES, "ldtr w0, [x1, #4]");
    SAME(PRIORITIES, "ldur w0, [x1, #-8]");
    SAME(PRIORITIES, "ldr w2, [x1, w0, sxtw #2]");
    SAME(PRIORITIES, "ldar w0, [x1]");
    SAME(PRIORITIES, "ldp w0, w2, [x1]");
    SAME(PRIORITIES, "ldp w0, wzr, [x1], #8");
    SAME(PRIORITIES, "ldpsw x0, x2, [x1, #-8]!");
    SAME(PRIORITIES, "ldnp w0, w2, [x1, #4]");
    SAME(PRIORITIES, "mov x12, sp\n\t mov sp, x1\n\t ldr w0, [sp], #16\n\t mov x1, sp\n\t mov sp, x12");
    SAME(PRIORITIES, "ldr s3, [x1]");
    SAME(PRIORITIES, "ldr b3, [x1, #1]!");
    SAME(PRIORITIES, "ldp s3, s4, [x1], #8");
    SAME(PRIORITIES, "ld4 {v3.16b, v4.16b, v5.16b, v6.16b}, [x1], x0");
    SAME(PRIORITIES, "ld1 {v3.b}[9], [x1], #1");
    SAME(PRIORITIES, "ld1r {v3.4s}, [x1]");
    SAME(PRIORITIES, "ld2 {v3.2s, v4.2s}, [x1], #16");
    SAME(PRIORITIES, "ld3 {v3.s, v4.s, v5.s}[2], [x1]");
    SAME(PRIORITIES, "ld4 {v3.4s, v4.4s, v5.4s, v6.4s}, [x1]");
    SAME(PRIORITIES, "str w2, [x1], #4");
    SAME(PRIORITIES, "str w2, [x1, #4]!");
    SAME(PRIORITIES, "strb w2, [x1], #1");
    SAME(PRIORITIES, "sttr w2, [x1, #-4]");
    SAME(PRIORITIES, "stp w2, wzr, [x1, #8]!");
    SAME(PRIORITIES, "stnp w2, w2, [x1]");
    SAME(PRIORITIES, "stlr w2, [x1]");
    SAME(PRIORITIES, "str s4, [x1, #12]");
    SAME(PRIORITIES, "stp s3, s4, [x1, #-8]!");
    SAME(PRIORITIES, "st1 {v4.s}[3], [x1], #4");
    SAME(PRIORITIES, "st4 {v3.16b, v4.16b, v5.16b, v6.16b}, [x1]");
    SAME(ROUTES, "ldr x0, [x1], #8");
    SAME(ROUTES, "ldp x0, x2, [x1, #-16]!");
    SAME(ROUTES, "ldr d3, [x1, #8]!");
    SAME(ROUTES, "ldr q3, [x1]");
    SAME(ROUTES, "ldp q3, q4, [x1], #32");
    SAME(ROUTES, "ldp w0, w2, [x1, #4]");
    SAME(ROUTES, "str xzr, [x1], #8");
    SAME(ROUTES, "stp xzr, xzr, [x1, #-16]!");
    SAME(ROUTES, "movi v3.2d, #0\n\t stp q3, q3, [x1], #32");
}

// What lies on two pages, the second CPU's redistributor among them.
static void two_pages(void)
{
    u64 end = redistributor(1);
    EXECUTE("ld2 {v3.4s, v4.4s}, [x1]", end - 16, &of_device);
    check("two redistributors: fault", 0, of_device.fault);
    check("the second's GICR_CTLR and GICR_TYPER", read32(end) | (u64)read32(end + 8) << 32, of_device.q[1]);
    check("the second's GICR_IIDR and affinity", read32(end + 4) | affinity_of(1) << 32, of_device.q[3]);
    EXECUTE("ldp w0, w2, [x1], #8", GICD + 0xffc, &of_device);
    check("two pages: fault", 0, of_device.fault);
    check("two pages: base", 8, of_device.x[1]);
}

void test(void)
{
    little_endian = mrs(sctlr_el1);
    loads_and_stores();
    two_pages();
    order = BIG_ENDIAN;
    loads_and_stores();
}
