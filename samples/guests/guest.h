// What the guest programs share: time, threads on chosen CPUs, pages of their own, and one way to fail.
#pragma once
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { page_bytes = 4096, maximum_cpus = 1024, maximum_threads = 64 };

__attribute__((noreturn, format(printf, 1, 2))) static inline void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
    exit(1);
}

// The virtual counter: the one clock that all CPUs of the guest share.
static inline uint64_t ticks(void)
{
    uint64_t value;
    asm volatile("isb; mrs %0, cntvct_el0" : "=r"(value)::"memory");
    return value;
}

static inline double ticks_per_us(void)
{
    uint64_t frequency;
    asm volatile("mrs %0, cntfrq_el0" : "=r"(frequency));
    return (double)frequency / 1e6;
}

static inline void relax(void) { asm volatile("yield" ::: "memory"); }

static inline long argument(int count, char **values, int index, long otherwise)
{
    if (index >= count) return otherwise;
    char *end;
    long value = strtol(values[index], &end, 0);
    if (*end != 0 || value <= 0) fail("argument %d is '%s', which is no positive number", index, values[index]);
    return value;
}

static inline void pin(int cpu)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    // A CPU that has just come up is on line a moment before anybody may run on it.
    for (int tries = 0; sched_setaffinity(0, sizeof set, &set) != 0 && tries < 1000; tries++) usleep(1000);
    if (sched_getcpu() != cpu) fail("cannot run on CPU %d", cpu);
}

// Asks the kernel, by a file of its own: not for who waits in a loop, and would have all CPUs write the kernel's pages.
static inline int cpu_count(void) { return (int)sysconf(_SC_NPROCESSORS_ONLN); }

// The first CPU of NUMA node `node`, or -1 if there is no such node: a node of the guest is a machine of the cluster.
static inline int first_cpu_of(int node)
{
    char path[64];
    snprintf(path, sizeof path, "/sys/devices/system/node/node%d/cpulist", node);
    FILE *file = fopen(path, "r");
    if (!file) return -1;
    int cpu = -1;
    if (fscanf(file, "%d", &cpu) != 1) cpu = -1;
    fclose(file);
    return cpu;
}

// A CPU for thread `index`: threads go round the machines, and on one machine round its CPUs.
static inline int cpu_for(int index)
{
    int machines = 0;
    while (first_cpu_of(machines) >= 0) machines++;
    int cpus = cpu_count();
    if (machines < 2) return index % cpus;
    int machine = index % machines;
    int next = machine + 1 < machines ? first_cpu_of(machine + 1) : cpus;
    int width = next - first_cpu_of(machine);
    return first_cpu_of(machine) + (index / machines) % (width > 0 ? width : 1);
}

// Zeroed pages that share nothing with anybody.
static inline void *pages(size_t count)
{
    void *memory = mmap(NULL, count * page_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) fail("no memory for %zu pages", count);
    // Huge pages would put what is meant to be apart onto one block.
    madvise(memory, count * page_bytes, MADV_NOHUGEPAGE);
    return memory;
}

static inline void start(pthread_t *thread, void *(*body)(void *), void *context)
{
    if (pthread_create(thread, NULL, body, context) != 0) fail("cannot start a thread");
}

static inline int compare_ticks(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}
