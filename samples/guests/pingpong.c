// Two threads on different machines take turns at writing one page. Usage: pingpong [ROUNDS]
#include "guest.h"

static _Atomic uint64_t *turn;
static long rounds;

// Player 0 makes odd numbers, player 1 even ones.
static void *play(void *player)
{
    uint64_t me = (uint64_t)(intptr_t)player;
    pin(cpu_for((int)me));
    for (uint64_t next = me; next < 2 * (uint64_t)rounds; next += 2) {
        while (atomic_load_explicit(turn, memory_order_acquire) != next) relax();
        atomic_store_explicit(turn, next + 1, memory_order_release);
    }
    return NULL;
}

int main(int count, char **values)
{
    rounds = argument(count, values, 1, 1000);
    if (cpu_count() < 2) fail("pingpong: needs two CPUs");
    turn = pages(1);
    pthread_t players[2];
    uint64_t begin = ticks();
    for (intptr_t i = 0; i < 2; i++) start(&players[i], play, (void *)i);
    for (int i = 0; i < 2; i++) pthread_join(players[i], NULL);
    if (*turn != 2 * (uint64_t)rounds) fail("pingpong: ended at %lu, not %ld", *turn, 2 * rounds);
    printf("pingpong: CPUs %d and %d, %ld rounds, %.1f us a round\n", cpu_for(0), cpu_for(1), rounds, (double)(ticks() - begin) / ticks_per_us() / (double)rounds);
    return 0;
}
