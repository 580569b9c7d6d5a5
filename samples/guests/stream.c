// Fills memory from all CPUs and checks each part from another CPU than the one that filled it. Usage: stream MEBIBYTES [PASSES]
#include "guest.h"

static uint64_t *memory;
static size_t words;
static int threads;
static uint64_t pass;

// What belongs at `index`: depends on its place and the pass, so that neither a stale nor a misplaced page goes unnoticed.
static uint64_t content(size_t index)
{
    uint64_t value = (index + 1) * 0x9e3779b97f4a7c15u + pass;
    return value ^ (value >> 29);
}

static size_t part(int thread) { return words / (size_t)threads * (size_t)thread; }

static size_t part_end(int thread) { return thread == threads - 1 ? words : part(thread + 1); }

static void *fill(void *context)
{
    int self = (int)(intptr_t)context;
    pin(cpu_for(self));
    for (size_t i = part(self); i < part_end(self); i++) memory[i] = content(i);
    return NULL;
}

static void *check(void *context)
{
    int self = (int)(intptr_t)context, other = (self + 1) % threads;
    pin(cpu_for(self));
    for (size_t i = part(other); i < part_end(other); i++)
        if (memory[i] != content(i)) fail("stream: pass %lu, byte %#zx: %#lx, not %#lx", pass, i * 8, memory[i], content(i));
    return NULL;
}

static void run(void *(*body)(void *))
{
    pthread_t thread[maximum_threads];
    for (int i = 0; i < threads; i++) start(&thread[i], body, (void *)(intptr_t)i);
    for (int i = 0; i < threads; i++) pthread_join(thread[i], NULL);
}

int main(int count, char **values)
{
    long mebibytes = argument(count, values, 1, 64), passes = argument(count, values, 2, 1);
    threads = cpu_count() < maximum_threads ? cpu_count() : maximum_threads;
    words = (size_t)mebibytes << 17;
    memory = mmap(NULL, words * 8, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) fail("stream: no %ld MiB of memory", mebibytes);
    uint64_t begin = ticks();
    for (pass = 1; pass <= (uint64_t)passes; pass++) {
        run(fill);
        run(check);
    }
    double seconds = (double)(ticks() - begin) / ticks_per_us() / 1e6;
    printf("stream: %ld MiB right in %ld passes, %d threads, %.1f MiB/s\n", mebibytes, passes, threads, (double)mebibytes * 2 * (double)passes / seconds);
    return 0;
}
