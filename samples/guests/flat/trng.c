// True random numbers by SMCCC (DEN0098), by HVC and by SMC, from each of two CPUs: there where the CPU has RNDRRS, and not there where it has not. Not for plain QEMU, whose firmware has no such functions.
#include "common/flat.h"

const char name[] = "trng";

#define TRNG_VERSION 0x84000050ul
#define TRNG_FEATURES 0x84000051ul
#define TRNG_GET_UUID 0x84000052ul
#define TRNG_RND32 0x84000053ul
#define TRNG_RND64 0xc4000053ul

#define NOT_SUPPORTED (~0ul)
#define INVALID_PARAMETERS (~0ul - 1)

#define DRAWS 32

#define CALL(instruction) \
    asm volatile(instruction " #0" : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3) :: "memory", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17")

static u64 result[4];

// x0 to x3 behind the call are in result; what is returned is x0.
static u64 call(int by_smc, u64 function, u64 argument)
{
    register u64 x0 asm("x0") = function, x1 asm("x1") = argument, x2 asm("x2") = 0x1111, x3 asm("x3") = 0x2222;
    if (by_smc) CALL("smc");
    else CALL("hvc");
    result[0] = x0;
    result[1] = x1;
    result[2] = x2;
    result[3] = x3;
    return x0;
}

static void test_none(int by_smc)
{
    for (u64 function = TRNG_VERSION; function <= TRNG_RND32; function++) {
        check("no source: x0", NOT_SUPPORTED, call(by_smc, function, 64));
        check("no source: x3", 0x2222, result[3]);
    }
    check("no source: TRNG_RND64", NOT_SUPPORTED, call(by_smc, TRNG_RND64, 64));
    check("no source: TRNG_RND64, x3", 0x2222, result[3]);
}

// Of so many draws each bit that was asked for is set in some and clear in others, and none above it is ever set. Bits that are random fail this in one of a million runs.
static void test_bits(int by_smc, u64 function, u64 bits, u64 want1, u64 want2, u64 want3)
{
    u64 any[4] = { 0, 0, 0, 0 }, all[4] = { 0, ~0ul, ~0ul, ~0ul }, failed = 0;
    for (int i = 0; i < DRAWS; i++) {
        failed |= call(by_smc, function, bits);
        for (int j = 1; j < 4; j++) {
            any[j] |= result[j];
            all[j] &= result[j];
        }
    }
    check("TRNG_RND", 0, failed);
    check("TRNG_RND: x1", want1, any[1]);
    check("TRNG_RND: x2", want2, any[2]);
    check("TRNG_RND: x3", want3, any[3]);
    check("TRNG_RND: a bit that is always set", 0, all[1] | all[2] | all[3]);
}

static void test_there(int by_smc)
{
    check("TRNG_VERSION", 0x10000, call(by_smc, TRNG_VERSION, 0));
    check("TRNG_FEATURES of TRNG_RND64", 0, call(by_smc, TRNG_FEATURES, TRNG_RND64));
    check("TRNG_FEATURES of PSCI_VERSION", NOT_SUPPORTED, call(by_smc, TRNG_FEATURES, 0x84000000));
    check("TRNG_GET_UUID", 0xcf559d27, call(by_smc, TRNG_GET_UUID, 0));
    check("TRNG_GET_UUID: x3", 0x1d13656d, result[3]);
    check("TRNG_RND64 of 0 bits", INVALID_PARAMETERS, call(by_smc, TRNG_RND64, 0));
    check("TRNG_RND64 of 193 bits", INVALID_PARAMETERS, call(by_smc, TRNG_RND64, 193));
    check("TRNG_RND32 of 97 bits", INVALID_PARAMETERS, call(by_smc, TRNG_RND32, 97));
    check("TRNG_RND32 of 97 bits: x3", 0, result[3]);
    test_bits(by_smc, TRNG_RND64, 192, ~0ul, ~0ul, ~0ul);
    test_bits(by_smc, TRNG_RND64, 65, 0, 1, ~0ul);
    test_bits(by_smc, TRNG_RND32, 96, 0xffffffff, 0xffffffff, 0xffffffff);
    test_bits(by_smc, TRNG_RND32, 33, 0, 1, 0xffffffff);
}

static u64 test_cpu(u64 unused)
{
    (void)unused;
    int is_there = mrs(id_aa64isar0_el1) >> 60 != 0;
    for (int by_smc = 0; by_smc < 2; by_smc++) {
        if (is_there) test_there(by_smc);
        else test_none(by_smc);
    }
    return 0;
}

void test(void)
{
    test_cpu(0);
    check("CPU_ON", 0, start_second(0));
    on_second(test_cpu, 0);
    stop_second();
}
