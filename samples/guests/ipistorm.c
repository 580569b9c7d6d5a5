// Every CPU interrupts all others at once, again and again: membarrier(2) has a function called on each CPU that runs a thread of this process, and waits for all of them. Usage: ipistorm [ROUNDS]
#include "guest.h"
#include <sys/syscall.h>

enum { register_private_expedited = 1 << 4, private_expedited = 1 << 3 };

static long rounds;
static int threads;
static atomic_int arrived;
static atomic_int running;

// How often each CPU was interrupted for a function call so far: a line of /proc/interrupts, with one number a CPU that is on line.
static int function_calls(uint64_t *counts, int most)
{
    static char line[16384];
    FILE *file = fopen("/proc/interrupts", "r");
    if (!file) fail("ipistorm: no /proc/interrupts");
    int cpus = 0;
    while (fgets(line, sizeof line, file)) {
        if (!strstr(line, "Function call interrupts")) continue;
        char *rest = strchr(line, ':') + 1;
        for (char *end; cpus < most; rest = end, cpus++) {
            counts[cpus] = strtoull(rest, &end, 10);
            if (end == rest) break;
        }
    }
    fclose(file);
    return cpus;
}

// Nobody begins before all are there, and nobody stops before all have done their rounds: each is interrupted all the while.
static void *storm(void *cpu)
{
    pin((int)(intptr_t)cpu);
    atomic_fetch_add(&arrived, 1);
    while (atomic_load(&arrived) < threads) relax();
    for (long round = 0; round < rounds; round++) {
        if (syscall(SYS_membarrier, private_expedited, 0, 0) != 0) fail("ipistorm: no membarrier");
    }
    atomic_fetch_sub(&running, 1);
    while (atomic_load(&running) > 0) relax();
    return NULL;
}

int main(int count, char **values)
{
    static uint64_t before[maximum_threads], after[maximum_threads];
    rounds = argument(count, values, 1, 500);
    threads = cpu_count() < maximum_threads ? cpu_count() : maximum_threads;
    if (threads < 2) fail("ipistorm: one CPU has nobody to interrupt");
    if (syscall(SYS_membarrier, register_private_expedited, 0, 0) != 0) fail("ipistorm: this kernel has no membarrier");
    pthread_t thread[maximum_threads];
    function_calls(before, maximum_threads);
    uint64_t begin = ticks();
    atomic_store(&running, threads);
    for (int i = 0; i < threads; i++) start(&thread[i], storm, (void *)(intptr_t)cpu_for(i));
    for (int i = 0; i < threads; i++) pthread_join(thread[i], NULL);
    double each = (double)(ticks() - begin) / ticks_per_us() / (double)rounds;
    int cpus = function_calls(after, maximum_threads);
    uint64_t all = 0;
    for (int cpu = 0; cpu < cpus; cpu++) {
        if (after[cpu] == before[cpu]) fail("ipistorm: CPU %d was never interrupted", cpu);
        all += after[cpu] - before[cpu];
    }
    // Several at once may find one interrupt under way, and a thread that is not on its CPU just then gets none: every round has one at least, of as many as there are threads.
    if (all < (uint64_t)rounds) fail("ipistorm: %llu interrupts in %ld rounds of %d CPUs", (unsigned long long)all, rounds, threads);
    printf("ipistorm: %d CPUs, %ld rounds each, %llu interrupts, %.1f us a round\n", threads, rounds, (unsigned long long)all, each);
    return 0;
}
