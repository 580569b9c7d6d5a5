// One counter, a thread on each CPU: atomic additions, then plain ones under a mutex. The result must be exact. Usage: counter [ADDITIONS]
#include "guest.h"

static _Atomic uint64_t atomic_counter __attribute__((aligned(page_bytes)));
static uint64_t plain_counter __attribute__((aligned(page_bytes)));
static pthread_mutex_t mutex __attribute__((aligned(page_bytes))) = PTHREAD_MUTEX_INITIALIZER;
static long additions;

static void *add_atomically(void *cpu)
{
    pin((int)(intptr_t)cpu);
    for (long i = 0; i < additions; i++) atomic_fetch_add(&atomic_counter, 1);
    return NULL;
}

static void *add_under_mutex(void *cpu)
{
    pin((int)(intptr_t)cpu);
    for (long i = 0; i < additions; i++) {
        pthread_mutex_lock(&mutex);
        plain_counter++;
        pthread_mutex_unlock(&mutex);
    }
    return NULL;
}

static double run(void *(*body)(void *), int threads)
{
    pthread_t thread[maximum_threads];
    uint64_t begin = ticks();
    for (int i = 0; i < threads; i++) start(&thread[i], body, (void *)(intptr_t)cpu_for(i));
    for (int i = 0; i < threads; i++) pthread_join(thread[i], NULL);
    return (double)(ticks() - begin) / ticks_per_us() / (double)(additions * threads);
}

int main(int count, char **values)
{
    additions = argument(count, values, 1, 100000);
    int threads = cpu_count() < maximum_threads ? cpu_count() : maximum_threads;
    uint64_t expected = (uint64_t)additions * (uint64_t)threads;
    double atomic_us = run(add_atomically, threads), mutex_us = run(add_under_mutex, threads);
    if (atomic_counter != expected) fail("counter: atomic additions made %lu, not %lu", atomic_counter, expected);
    if (plain_counter != expected) fail("counter: additions under a mutex made %lu, not %lu", plain_counter, expected);
    printf("counter: %lu exact; %d threads, %.3f us an atomic addition, %.3f us one under a mutex\n", expected, threads, atomic_us, mutex_us);
    return 0;
}
