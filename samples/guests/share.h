// Work in pieces, of which each thread gets so many in a row: one thread for each CPU, or as many as there are pieces. Neighbours share pages, so only few pieces have neighbours elsewhere.
#pragma once
#include "guest.h"

struct worker {
    int index, count;
    void (*piece)(long index);
    long pieces;
    pthread_t thread;
};

static void *work_pieces(void *context)
{
    struct worker *self = context;
    pin(cpu_for(self->index));
    for (long i = self->pieces * self->index / self->count; i < self->pieces * (self->index + 1) / self->count; i++) self->piece(i);
    return NULL;
}

// Does all pieces, and says how many threads did; `microseconds` is how long they took.
static inline int share_pieces(long pieces, void (*piece)(long index), double *microseconds)
{
    static struct worker workers[maximum_threads];
    int count = cpu_count() < maximum_threads ? cpu_count() : maximum_threads;
    if (count > pieces) count = (int)pieces;
    uint64_t begin = ticks();
    for (int i = 0; i < count; i++) {
        workers[i] = (struct worker){.index = i, .count = count, .piece = piece, .pieces = pieces};
        start(&workers[i].thread, work_pieces, &workers[i]);
    }
    for (int i = 0; i < count; i++) pthread_join(workers[i].thread, NULL);
    *microseconds = (double)(ticks() - begin) / ticks_per_us();
    return count;
}
