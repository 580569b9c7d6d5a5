// CPU-bound threads: one, then one on each CPU. Memory is not shared, so the speed should add up. Usage: cpu [ROUNDS]
#include "guest.h"

struct worker {
    int cpu;
    long rounds;
    uint64_t result;
    pthread_t thread;
};

static void *work(void *context)
{
    struct worker *self = context;
    pin(self->cpu);
    uint64_t state = 88172645463325252u;
    for (long i = 0; i < self->rounds; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
    }
    self->result = state;
    return NULL;
}

// Millions of rounds a second of `count` threads; all must compute the same.
static double run(int count, long rounds, uint64_t *result)
{
    static struct worker workers[maximum_threads];
    uint64_t begin = ticks();
    for (int i = 0; i < count; i++) {
        workers[i] = (struct worker){.cpu = cpu_for(i), .rounds = rounds};
        start(&workers[i].thread, work, &workers[i]);
    }
    for (int i = 0; i < count; i++) pthread_join(workers[i].thread, NULL);
    double us = (double)(ticks() - begin) / ticks_per_us();
    for (int i = 0; i < count; i++)
        if (workers[i].result != workers[0].result) fail("cpu: thread %d computed %#lx, thread 0 %#lx", i, workers[i].result, workers[0].result);
    *result = workers[0].result;
    return (double)rounds * count / us;
}

int main(int count, char **values)
{
    long rounds = argument(count, values, 1, 50000000);
    int threads = cpu_count() < maximum_threads ? cpu_count() : maximum_threads;
    uint64_t alone, together;
    double one = run(1, rounds, &alone), all = run(threads, rounds, &together);
    if (alone != together) fail("cpu: %#lx alone, %#lx together", alone, together);
    printf("cpu: 1 thread %.0f Mop/s, %d threads %.0f Mop/s, %.2f times as fast, result %#lx\n", one, threads, all, all / one, alone);
    return 0;
}
