// A guest that tries whatever a guest can try, and survives it: included by guests that say how much of it (SCALE, 1 to 10). Each kind of attempt ends in a line of what was tried and what was refused.
#pragma once
#include "flat.h"

#ifndef SCALE
#error "SCALE: how much is tried, 1 to 10"
#endif
#define SEED 20
#define ACCESSES (15000 * SCALE)        // with the MMU off, and as many with it on
#define GIC_ACCESSES (12000 * SCALE)
#define PSCI_CALLS (1900 * SCALE)
#define POWER_CYCLES (20 * SCALE)
#define TABLES (100 * SCALE)

#define ENCODINGS 16384                 // op1, CRn, CRm and op2, or opc1, CRn, CRm and opc2
#define EC(syndrome) ((syndrome) >> 26 & 0x3f)
#define EC_UNKNOWN 0
#define EC_DATA_ABORT 0x25

extern char _start[], image_end[];
static u32 code[2 * ENCODINGS + 2];
static u8 usable[3][ENCODINGS];
static u64 identification[128];
static u8 scratch[4096] __attribute__((aligned(4096)));
static u64 table[512] __attribute__((aligned(4096))), wild_table[512] __attribute__((aligned(4096)));
static u64 seed = SEED, tried, refused;

static u64 random(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static u64 below(u64 bound) { return random() % bound; }

static void put_number(u64 value)
{
    if (value >= 10) put_number(value / 10);
    put_char('0' + value % 10);
}

static void report(const char *what)
{
    put(what);
    put(": ");
    put_number(tried);
    put(" tried, ");
    put_number(refused);
    put(" refused\n");
    tried = refused = 0;
}

static void synchronise_code(void) { asm volatile("dsb sy; ic iallu; dsb sy; isb" ::: "memory"); }

// System registers and system instructions, from EL1.

static u32 system_instruction(int op0, int encoding, int is_read)
{
    u32 op1 = encoding >> 11, crn = encoding >> 7 & 15, crm = encoding >> 3 & 15, op2 = encoding & 7;
    return 0xd5000000 | is_read << 21 | op0 << 19 | op1 << 16 | crn << 12 | crm << 8 | op2 << 5;
}

static void write_code(int op0, int is_read)
{
    for (int i = 0; i < ENCODINGS; i++) {
        code[2 * i] = system_instruction(op0, i, is_read);
        code[2 * i + 1] = 0xd65f03c0; // ret
    }
    synchronise_code();
}

static u64 execute(int encoding, u64 value, u64 *syndrome)
{
    register u64 x0 asm("x0") = value;
    clear_fault();
    asm volatile("blr %1" : "+r"(x0) : "r"(code + 2 * encoding) : "x30", "memory");
    *syndrome = fault();
    return x0;
}

#define SYSTEM_REGISTER(op1, crn, crm, op2) ((op1) << 11 | (crn) << 7 | (crm) << 3 | (op2))

// Registers of EL1 that no guest survives a random value in: its own translation, vectors, stack pointer, interrupt masks, and where the vectors note exceptions.
static int is_vital(int op0, int encoding)
{
    return op0 == 3 && (encoding == SYSTEM_REGISTER(0, 1, 0, 0) || encoding == SYSTEM_REGISTER(0, 12, 0, 0) || encoding == SYSTEM_REGISTER(0, 4, 2, 0) || encoding == SYSTEM_REGISTER(3, 4, 2, 1)
        || encoding == SYSTEM_REGISTER(0, 13, 0, 4));
}

// An instruction of EL1 is undefined, or is executed; those that take an address may find it wanting.
static void judge(int op0, int encoding, u64 syndrome)
{
    tried++;
    if (syndrome) refused++;
    if (syndrome && EC(syndrome) != EC_UNKNOWN && !(op0 == 1 && EC(syndrome) == EC_DATA_ABORT)) check("the exception class of a refused instruction", system_instruction(op0, encoding, 0), EC(syndrome));
    if (encoding >> 11 >= 4 && !syndrome) check("an instruction of a higher exception level is executed", 0, system_instruction(op0, encoding, 0));
}

static void read_registers(void)
{
    for (int op0 = 1; op0 <= 3; op0++) {
        write_code(op0, 1);
        for (int i = 0; i < ENCODINGS; i++) {
            u64 syndrome, value = execute(i, 0, &syndrome);
            judge(op0, i, syndrome);
            usable[op0 - 1][i] = !syndrome;
            if (op0 == 3 && i < 128) identification[i] = value;
        }
    }
    report("reads of system registers");
}

static u64 compare_registers(u64 unused)
{
    u64 differences = 0;
    for (int op0 = 1; op0 <= 3; op0++) {
        write_code(op0, 1);
        for (int i = 0; i < ENCODINGS; i++) {
            u64 syndrome, value = execute(i, 0, &syndrome);
            if (usable[op0 - 1][i] != !syndrome) differences++;
            if (op0 == 3 && i < 128 && i != SYSTEM_REGISTER(0, 0, 0, 5) && identification[i] != value) differences++; // but MPIDR_EL1
        }
    }
    return differences;
}

static void write_registers(void)
{
    for (int op0 = 1; op0 <= 3; op0++) {
        for (int i = 0; i < ENCODINGS; i++) {
            if (is_vital(op0, i)) continue;
            code[0] = system_instruction(op0, i, 1);
            code[2] = system_instruction(op0, i, 0);
            code[1] = code[3] = 0xd65f03c0;
            synchronise_code();
            u64 syndrome, unused, old = usable[op0 - 1][i] ? execute(0, 0, &unused) : 0;
            execute(1, op0 == 1 ? (u64)scratch : random(), &syndrome);
            judge(op0, i, syndrome);
            if (usable[op0 - 1][i]) execute(1, old, &unused);
        }
    }
    report("writes of system registers");
}

// The coprocessors of AArch32, from EL0.

static volatile u64 refused_count, other_count;
void run_aarch32(u32 *entry);
asm(".text\n.balign 2048\n"
    "aarch32_vectors: .rept 16\n"
    "        stp x0, x1, [sp, #-16]!\n"
    "        mrs x0, esr_el1\n"
    "        lsr x0, x0, #26\n"
    "        cmp x0, #0x11\n"               // SVC of AArch32: the end
    "        b.eq aarch32_end\n"
    "        adr x1, refused_count\n"
    "        cmp x0, #0xc\n"               // undefined (0), or for EL1 to decide: coprocessor traps, 3 to 8 and 12
    "        b.ls 1f\n"
    "        adr x1, other_count\n"
    "1:      ldr x0, [x1]\n"
    "        add x0, x0, #1\n"
    "        str x0, [x1]\n"
    "        mrs x0, elr_el1\n"
    "        add x0, x0, #4\n"
    "        msr elr_el1, x0\n"
    "        ldp x0, x1, [sp], #16\n"
    "        eret\n"
    "        .balign 128\n"
    "        .endr\n"
    "run_aarch32:\n"
    "        stp x19, x20, [sp, #-96]!\n"
    "        stp x21, x22, [sp, #16]\n"
    "        stp x23, x24, [sp, #32]\n"
    "        stp x25, x26, [sp, #48]\n"
    "        stp x27, x28, [sp, #64]\n"
    "        stp x29, x30, [sp, #80]\n"
    "        msr elr_el1, x0\n"
    "        mov x1, #0x1d0\n"              // user mode, A32, interrupts masked
    "        msr spsr_el1, x1\n"
    "        mrs x1, vbar_el1\n"
    "        str x1, [sp, #-16]!\n"
    "        adr x1, aarch32_vectors\n"
    "        msr vbar_el1, x1\n"
    "        isb\n"
    "        mov x0, #0\n"
    "        eret\n"
    "aarch32_end:\n"
    "        add sp, sp, #16\n"
    "        ldr x1, [sp], #16\n"
    "        msr vbar_el1, x1\n"
    "        isb\n"
    "        ldp x21, x22, [sp, #16]\n"
    "        ldp x23, x24, [sp, #32]\n"
    "        ldp x25, x26, [sp, #48]\n"
    "        ldp x27, x28, [sp, #64]\n"
    "        ldp x29, x30, [sp, #80]\n"
    "        ldp x19, x20, [sp], #96\n"
    "        ret\n");

static void run_coprocessor_code(int count)
{
    code[count] = 0xef000000; // svc #0
    synchronise_code();
    refused_count = other_count = 0;
    run_aarch32(code);
    tried += count;
    refused += refused_count;
    check("exceptions of AArch32 that are no refusal of an instruction", 0, other_count);
}

static void coprocessors(void)
{
    for (u32 coprocessor = 14; coprocessor <= 15; coprocessor++) {
        for (u32 is_read = 0; is_read < 2; is_read++) {
            for (u32 i = 0; i < ENCODINGS; i++) code[i] = 0xee000010 | (i >> 11) << 21 | is_read << 20 | (i >> 7 & 15) << 16 | coprocessor << 8 | (i & 7) << 5 | (i >> 3 & 15); // MCR, MRC
            run_coprocessor_code(ENCODINGS);
            for (u32 i = 0; i < 256; i++) code[i] = 0xec400000 | is_read << 20 | 1 << 16 | coprocessor << 8 | i; // MCRR, MRRC
            run_coprocessor_code(256);
        }
    }
    report("accesses to coprocessors from AArch32");
}

// Accesses of every size and kind over the physical address space.

#define PLAIN_KINDS 20

static void access(int kind, u64 a)
{
    switch (kind) {
    case 0: asm volatile("ldrb w9, [%0]" :: "r"(a) : "x9", "memory"); break;
    case 1: asm volatile("ldrh w9, [%0]" :: "r"(a) : "x9", "memory"); break;
    case 2: asm volatile("ldr w9, [%0]" :: "r"(a) : "x9", "memory"); break;
    case 3: asm volatile("ldr x9, [%0]" :: "r"(a) : "x9", "memory"); break;
    case 4: asm volatile("ldrsw x9, [%0], #4" : "+r"(a) :: "x9", "memory"); break;
    case 5: asm volatile("ldp w9, w10, [%0]" :: "r"(a) : "x9", "x10", "memory"); break;
    case 6: asm volatile("ldp x9, x10, [%0, #-16]!" : "+r"(a) :: "x9", "x10", "memory"); break;
    case 7: asm volatile("ldr q9, [%0]" :: "r"(a) : "v9", "memory"); break;
    case 8: asm volatile("ldar x9, [%0]" :: "r"(a) : "x9", "memory"); break;
    case 9: asm volatile("ld4 {v9.4s, v10.4s, v11.4s, v12.4s}, [%0]" :: "r"(a) : "v9", "v10", "v11", "v12", "memory"); break;
    case 10: asm volatile("strb wzr, [%0]" :: "r"(a) : "memory"); break;
    case 11: asm volatile("strh wzr, [%0]" :: "r"(a) : "memory"); break;
    case 12: asm volatile("str wzr, [%0]" :: "r"(a) : "memory"); break;
    case 13: asm volatile("str xzr, [%0]" :: "r"(a) : "memory"); break;
    case 14: asm volatile("str xzr, [%0], #8" : "+r"(a) :: "memory"); break;
    case 15: asm volatile("stp wzr, wzr, [%0]" :: "r"(a) : "memory"); break;
    case 16: asm volatile("stp xzr, xzr, [%0, #-16]!" : "+r"(a) :: "memory"); break;
    case 17: asm volatile("str q9, [%0]" :: "r"(a) : "memory"); break;
    case 18: asm volatile("stlr xzr, [%0]" :: "r"(a) : "memory"); break;
    case 19: asm volatile("st3 {v9.b, v10.b, v11.b}[7], [%0]" :: "r"(a) : "memory"); break;
    case 20: asm volatile("ldxr x9, [%0]" :: "r"(a) : "x9", "memory"); break;
    case 21: asm volatile("ldaxp x9, x10, [%0]" :: "r"(a) : "x9", "x10", "memory"); break;
    case 22: asm volatile("ldxr x9, [%0]\n\t stxr w10, x9, [%0]" :: "r"(a) : "x9", "x10", "memory"); break;
    case 23: asm volatile("dc zva, %0" :: "r"(a) : "memory"); break;
    case 24: asm volatile("dc cvac, %0" :: "r"(a) : "memory"); break;
    case 25: asm volatile("dc civac, %0" :: "r"(a) : "memory"); break;
    case 26: asm volatile("ic ivau, %0" :: "r"(a) : "memory"); break;
    default: asm volatile("prfm pldl1keep, [%0]" :: "r"(a) : "memory"); break;
    }
}

static u64 random_address(void)
{
    switch (below(64)) {
    case 0: return 0x40000000 + below(256ul << 20);             // memory, of other nodes too
    case 1 ... 20: return 0x08000000 + below(0x02010000);       // devices and what is between them
    case 21 ... 40: return random() >> (20 + below(40));
    default: return random() & ((1ul << (12 + below(53))) - 1);
    }
}

// Its own image, and what it writes its results by.
static int is_precious(u64 a)
{
    return (a + 4096 >= (u64)_start && a < (u64)image_end + 4096) || a - (UART - 64) < 0x1000 + 64;
}

static int is_hole(u64 a) { return (a >= 0x0b000000 && a < 0x3fffff00) || (a >= 1ul << 32 && a < 1ul << 39); }

static void accesses(const char *what)
{
    u64 went_through = 0;
    for (int i = 0; i < ACCESSES; i++) {
        u64 a = random_address();
        int kind = below(28);
        if (below(4)) a &= ~63ul;
        if (is_precious(a)) continue;
        clear_fault();
        access(kind, a);
        u64 syndrome = fault();
        tried++;
        if (syndrome) refused++;
        else if (kind < PLAIN_KINDS && is_hole(a)) went_through++;
    }
    check("accesses to what is neither memory nor device that went through", 0, went_through);
    report(what);
}

#define TCR (25 | 1 << 8 | 1 << 10 | 3 << 12 | 25ul << 16 | 1ul << 24 | 1ul << 26 | 3ul << 28 | 2ul << 30 | 2ul << 32) // 39 bits each, 4 KiB, write-back, inner shareable

static void turn_mmu_on(void)
{
    for (u64 i = 0; i < 512; i++) table[i] = i << 30 | 1 << 10 | 3 << 8 | (i & 1) << 2 | 1; // blocks of 1 GiB, device and normal memory in turns
    msr(mair_el1, 0xff04);
    msr(tcr_el1, TCR);
    msr(ttbr0_el1, table);
    msr(ttbr1_el1, table);
    asm volatile("dsb sy; tlbi vmalle1; dsb sy; isb" ::: "memory");
    msr(sctlr_el1, mrs(sctlr_el1) | 0x1005);
}

static void turn_mmu_off(void)
{
    msr(sctlr_el1, mrs(sctlr_el1) & ~0x1005ul);
    asm volatile("dsb sy; tlbi vmalle1; dsb sy; isb" ::: "memory");
}

// Tables of stage 1 anywhere: memory, devices, holes, and a table of nonsense. Only loads, for they may lead to this image.
static void tables(void)
{
    for (int i = 0; i < TABLES; i++) {
        for (int j = 0; j < 512; j++) wild_table[j] = below(2) ? random_address() | (random() & 0xfff) | 1 << 10 : random();
        msr(ttbr1_el1, below(2) ? (u64)wild_table : random_address() & 0xffffffffff000);
        msr(tcr_el1, below(4) ? TCR : (TCR & ~(0x3ful << 16)) | (16 + below(24)) << 16);
        asm volatile("dsb sy; tlbi vmalle1; dsb sy; isb" ::: "memory");
        for (int j = 0; j < 20; j++) {
            clear_fault();
            u64 a = ~0ul << 39 | random();
            if (below(2)) access(below(10), a & ~63ul);
            else asm volatile("at s1e1r, %0; isb; at s1e0w, %0; isb" :: "r"(a));
            tried++;
            if (fault()) refused++;
        }
    }
    msr(tcr_el1, TCR);
    msr(ttbr1_el1, table);
    report("accesses through wild tables");
}

static void gic_accesses(void)
{
    for (int i = 0; i < GIC_ACCESSES; i++) {
        u64 a = (below(2) ? GICD + below(0x10000) : GICR + below(0x60000)) & ~(1ul << below(4)), value = random() & random();
        clear_fault();
        switch (below(8)) {
        case 0: read8(a); break;
        case 1: write8(a, value); break;
        case 2: asm volatile("ldrh w9, [%0]" :: "r"(a & ~1ul) : "x9", "memory"); break;
        case 3: asm volatile("strh %w1, [%0]" :: "r"(a & ~1ul), "r"(value) : "memory"); break;
        case 4: read32(a & ~3ul); break;
        case 5: write32(a & ~3ul, value); break;
        case 6: read64(a & ~7ul); break;
        default: write64(a & ~7ul, value); break;
        }
        tried++;
        if (fault()) refused++;
    }
    report("accesses to the interrupt controller");
}

// PSCI.

static u64 smc(u64 function, u64 a, u64 b, u64 c)
{
    register u64 x0 asm("x0") = function, x1 asm("x1") = a, x2 asm("x2") = b, x3 asm("x3") = c;
    asm volatile("smc #0" : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3) :: "memory", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17");
    return x0;
}

// What ends the machine or this CPU: CPU_SUSPEND (with all interrupts masked and none pending it waits for ever), CPU_OFF, SYSTEM_OFF, SYSTEM_RESET.
static int ends(u32 function)
{
    u32 number = function & ~0x40000000u;
    return number == 0x84000001 || number == 0x84000002 || number == 0x84000008 || number == 0x84000009;
}

static void psci(void)
{
    for (int i = 0; i < PSCI_CALLS; i++) {
        u64 function = below(4) ? (below(2) ? 0x84000000 : 0xc4000000) + below(32) : random();
        u64 target = below(2) ? random() : affinity_of(below(2)) | (below(4) ? 0 : 1ul << below(64));
        // No memory, so that no CPU begins there; nor in the lower half alone, which is what the 32-bit functions take.
        u64 entry = below(2) ? (random() & ~0xf0000000ul) | 1ul << 45 : 0x08000000 + below(0x10000000);
        if (ends(function)) continue;
        if (below(4)) function |= random() << 32;
        clear_fault();
        u64 answer = below(8) ? hvc(function, target, entry, random()) : smc(function, target, entry, random());
        tried++;
        if (fault() || (long)answer < 0) refused++;
    }
    report("PSCI calls");
    for (int i = 0; i < POWER_CYCLES; i++) {
        check("CPU_ON", 0, start_second(i));
        tried++;
        for (int j = 0; j < 10; j++, tried++) if (hvc(PSCI_CPU_ON, affinity_of(1), (u64)second_entry, 0) == -4ul) refused++;
        stop_second();
    }
    report("CPU_ON");
}

void test(void)
{
    put("seed ");
    put_number(SEED);
    put("\n");
    read_registers();
    check("CPU_ON", 0, start_second(0));
    check("registers that are not the same on the second CPU", 0, on_second(compare_registers, 0));
    stop_second();
    write_registers();
    coprocessors();
    accesses("accesses with the MMU off");
    turn_mmu_on();
    accesses("accesses with the MMU on");
    tables();
    turn_mmu_off();
    psci();
    gic_accesses();
}
