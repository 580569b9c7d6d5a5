// Litmus tests across machines: store buffering, message passing, load buffering, independent reads of independent writes (names as in herd7).
// Each with DMB between the accesses, and with LDAR and STLR: the forbidden outcome must never be seen. Usage: litmus [ROUNDS] [TEST or all] [dmb or ldar/stlr]
//
// A round uses two words, x and y, on different pages, so that each access may need another machine's page. All threads start a round at the same value of the
// counter, without a message between them; what they saw is looked at when a batch is over. How far rounds are apart follows from how long the last batch took:
// were they closer, the slower player would lag behind by whole rounds, and nothing would happen at the same time.
#include "guest.h"

enum { batch = page_bytes / sizeof(uint64_t), maximum_players = 4, first_round_us = 20, longest_round_us = 20000 };

struct shared {
    volatile uint64_t x[batch] __attribute__((aligned(page_bytes)));
    volatile uint64_t y[batch] __attribute__((aligned(page_bytes)));
    _Atomic uint64_t arrived __attribute__((aligned(page_bytes)));
    _Atomic uint64_t start __attribute__((aligned(page_bytes)));
    _Atomic uint64_t round_ticks;
};

// What a player saw in each round, on pages of its own.
struct notes {
    uint64_t first[batch], second[batch];
} __attribute__((aligned(page_bytes)));

typedef void (*move)(struct shared *, struct notes *, int);

struct test {
    const char *name, *order;
    int players;
    move moves[maximum_players];
    int (*is_forbidden)(const struct notes *, int);
};

static struct shared *shared;
static struct notes *notes;
static const struct test *current;
static long batches;
static int is_crowded;

static inline void dmb(void) { asm volatile("dmb ish" ::: "memory"); }

static inline uint64_t ldar(volatile uint64_t *from)
{
    uint64_t value;
    asm volatile("ldar %0, %1" : "=r"(value) : "Q"(*from) : "memory");
    return value;
}

static inline void stlr(volatile uint64_t *to, uint64_t value) { asm volatile("stlr %1, %0" : "=Q"(*to) : "r"(value) : "memory"); }

// Each move is two accesses in order: A = first, B = second, of x or y; r reads, w writes 1.
#define MOVE(name, first, second)                                                                                                                      \
    static void name##_dmb(struct shared *s, struct notes *n, int i) { (void)n; first##_PLAIN; dmb(); second##_PLAIN; }                                 \
    static void name##_acq(struct shared *s, struct notes *n, int i) { (void)n; first##_ORDERED; second##_ORDERED; }
#define WX_PLAIN s->x[i] = 1
#define WY_PLAIN s->y[i] = 1
#define RX1_PLAIN n->first[i] = s->x[i]
#define RY1_PLAIN n->first[i] = s->y[i]
#define RX2_PLAIN n->second[i] = s->x[i]
#define RY2_PLAIN n->second[i] = s->y[i]
#define NONE_PLAIN (void)0
#define WX_ORDERED stlr(&s->x[i], 1)
#define WY_ORDERED stlr(&s->y[i], 1)
#define RX1_ORDERED n->first[i] = ldar(&s->x[i])
#define RY1_ORDERED n->first[i] = ldar(&s->y[i])
#define RX2_ORDERED n->second[i] = ldar(&s->x[i])
#define RY2_ORDERED n->second[i] = ldar(&s->y[i])
#define NONE_ORDERED (void)0

MOVE(write_x_read_y, WX, RY1)
MOVE(write_y_read_x, WY, RX1)
MOVE(write_x_write_y, WX, WY)
MOVE(read_y_read_x, RY1, RX2)
MOVE(read_x_write_y, RX1, WY)
MOVE(read_y_write_x, RY1, WX)
MOVE(write_x, WX, NONE)
MOVE(write_y, WY, NONE)
MOVE(read_x_read_y, RX1, RY2)

static int sb(const struct notes *n, int i) { return !n[0].first[i] && !n[1].first[i]; }
static int mp(const struct notes *n, int i) { return n[1].first[i] && !n[1].second[i]; }
static int lb(const struct notes *n, int i) { return n[0].first[i] && n[1].first[i]; }
static int iriw(const struct notes *n, int i) { return n[2].first[i] && !n[2].second[i] && n[3].first[i] && !n[3].second[i]; }

#define BOTH(suffix, how)                                                                                                                              \
    {"SB", how, 2, {write_x_read_y##suffix, write_y_read_x##suffix}, sb}, {"MP", how, 2, {write_x_write_y##suffix, read_y_read_x##suffix}, mp},          \
    {"LB", how, 2, {read_x_write_y##suffix, read_y_write_x##suffix}, lb},                                                                               \
    {"IRIW", how, 4, {write_x##suffix, write_y##suffix, read_x_read_y##suffix, read_y_read_x##suffix}, iriw}

static const struct test tests[] = {BOTH(_dmb, "dmb"), BOTH(_acq, "ldar/stlr")};

// With more players than CPUs the others must get their turn while one waits.
static void wait_politely(void)
{
    if (is_crowded) sched_yield();
    else relax();
}

// All players meet: the last one sets when the first round begins.
static void meet(uint64_t meeting)
{
    uint64_t players = (uint64_t)current->players;
    if (atomic_fetch_add(&shared->arrived, 1) + 1 == meeting * players) atomic_store(&shared->start, ticks() + (uint64_t)(1000 * ticks_per_us()));
    while (atomic_load(&shared->arrived) < meeting * players) wait_politely();
}

static uint64_t start_of(uint64_t previous)
{
    uint64_t start;
    while ((start = atomic_load(&shared->start)) == previous) wait_politely();
    return start;
}

static void play_batch(move play, struct notes *mine, uint64_t begin)
{
    uint64_t round_ticks = atomic_load(&shared->round_ticks);
    for (int i = 0; i < batch; i++) {
        while (ticks() < begin + (uint64_t)i * round_ticks) wait_politely();
        play(shared, mine, i);
    }
}

// Rounds that were late get a quarter more time than they took, rounds that were on time a little less than they had.
static void pace(uint64_t batch_ticks)
{
    uint64_t longest = (uint64_t)(longest_round_us * ticks_per_us()), shortest = (uint64_t)(first_round_us * ticks_per_us());
    uint64_t round = atomic_load(&shared->round_ticks), taken = batch_ticks / batch;
    uint64_t next = taken > round + round / 16 ? taken + taken / 4 : round - round / 8;
    atomic_store(&shared->round_ticks, next > longest ? longest : next < shortest ? shortest : next);
}

static long count_forbidden(long histogram[16])
{
    long forbidden = 0;
    for (int i = 0; i < batch; i++) {
        forbidden += current->is_forbidden(notes, i);
        const struct notes *a = &notes[current->players - 2], *b = &notes[current->players - 1];
        histogram[(a->first[i] << 3) | (a->second[i] << 2) | (b->first[i] << 1) | b->second[i]]++;
    }
    return forbidden;
}

struct player {
    int index;
    pthread_t thread;
    long forbidden, histogram[16];
};

// Player 0 also clears the words before a batch and looks at the notes after it.
static void *play(void *context)
{
    struct player *self = context;
    pin(cpu_for(self->index));
    uint64_t meeting = 0, begin = 0;
    for (long b = 0; b < batches; b++) {
        if (self->index == 0) {
            memset((void *)shared->x, 0, sizeof shared->x);
            memset((void *)shared->y, 0, sizeof shared->y);
        }
        meet(++meeting);
        begin = start_of(begin);
        play_batch(current->moves[self->index], &notes[self->index], begin);
        if (self->index == 0) pace(ticks() - begin);
        meet(++meeting);
        begin = start_of(begin);
        if (self->index == 0) self->forbidden += count_forbidden(self->histogram);
    }
    return NULL;
}

static long run(const struct test *test, long rounds)
{
    current = test;
    is_crowded = test->players > cpu_count();
    batches = (rounds + batch - 1) / batch;
    shared = pages(sizeof *shared / page_bytes);
    shared->round_ticks = (uint64_t)(first_round_us * ticks_per_us());
    notes = pages(maximum_players * sizeof *notes / page_bytes);
    struct player players[maximum_players] = {0};
    for (int i = 0; i < test->players; i++) {
        players[i].index = i;
        start(&players[i].thread, play, &players[i]);
    }
    for (int i = 0; i < test->players; i++) pthread_join(players[i].thread, NULL);
    printf("litmus: %-4s %-9s %ld forbidden of %ld rounds; seen", test->name, test->order, players[0].forbidden, batches * batch);
    for (int i = 0; i < 16; i++)
        if (players[0].histogram[i]) printf(" %d%d%d%d:%ld", i >> 3, (i >> 2) & 1, (i >> 1) & 1, i & 1, players[0].histogram[i]);
    printf("\n");
    fflush(stdout);
    munmap(shared, sizeof *shared);
    munmap(notes, maximum_players * sizeof *notes);
    return players[0].forbidden;
}

int main(int count, char **values)
{
    long rounds = argument(count, values, 1, 20000), forbidden = 0;
    int known = 0;
    if (cpu_count() < 2) fail("litmus: needs two CPUs");
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        if (count > 2 && strcmp(values[2], "all") != 0 && strcmp(values[2], tests[i].name) != 0) continue;
        if (count > 3 && strcmp(values[3], tests[i].order) != 0) continue;
        known = 1;
        forbidden += run(&tests[i], rounds);
    }
    if (!known) fail("litmus: no test %s%s%s: there are all, SB, MP, LB, IRIW, each with dmb and with ldar/stlr", values[2], count > 3 ? " with " : "", count > 3 ? values[3] : "");
    return forbidden == 0 ? 0 : 1;
}
