// Two threads on different machines count in words of their own: on pages of their own, then on one page. Usage: falsesharing [ADDITIONS]
#include "guest.h"

struct counter {
    volatile uint64_t *word;
    int cpu;
};

static long additions;

static void *count_up(void *context)
{
    struct counter *self = context;
    pin(self->cpu);
    for (long i = 0; i < additions; i++) *self->word += 1;
    return NULL;
}

static double run(uint64_t *first, uint64_t *second)
{
    struct counter counters[2] = {{first, cpu_for(0)}, {second, cpu_for(1)}};
    pthread_t threads[2];
    uint64_t begin = ticks();
    for (int i = 0; i < 2; i++) start(&threads[i], count_up, &counters[i]);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    double us = (double)(ticks() - begin) / ticks_per_us();
    for (int i = 0; i < 2; i++)
        if (*counters[i].word != (uint64_t)additions) fail("falsesharing: thread %d counted to %lu, not %ld", i, *counters[i].word, additions);
    return us * 1000 / (double)additions;
}

int main(int count, char **values)
{
    additions = argument(count, values, 1, 1000000);
    if (cpu_count() < 2) fail("falsesharing: needs two CPUs");
    char *apart = pages(2), *together = pages(1);
    double apart_ns = run((uint64_t *)apart, (uint64_t *)(apart + page_bytes));
    double together_ns = run((uint64_t *)together, (uint64_t *)(together + page_bytes / 2));
    printf("falsesharing: CPUs %d and %d, %.1f ns an addition on pages of their own, %.1f ns on one page\n", cpu_for(0), cpu_for(1), apart_ns, together_ns);
    return 0;
}
