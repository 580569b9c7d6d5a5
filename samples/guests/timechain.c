// Time along chains of cause and effect: tokens go from CPU to CPU through memory, and no CPU may read an earlier time than the one that a token brings, by the counter, by CLOCK_MONOTONIC or by
// CLOCK_REALTIME. Both clocks must also be what the counter says, and stay as far apart as they were. Usage: timechain [SECONDS] [SEED]
//
// One token goes round all CPUs, the other to any other, as the seed says. One time in eight the kernel is asked by a system call instead of the vDSO.
// The clocks are compared by what must lie between two readings of the other, whatever interrupts a reader, so the bounds are those of arithmetic:
// - CLOCK_REALTIME - CLOCK_MONOTONIC is one number, in which nobody here sets the clock: all readings allow one within 1 us;
// - CLOCK_MONOTONIC has gone on by what the counter has, to 1 millionth and 1 us: Linux multiplies by a whole number of 2^-24 ns or so, which it corrects by 1 now and then.
#include "guest.h"
#include <sys/syscall.h>
#include <time.h>

enum { tokens = 2, nanoseconds_per_second = 1000000000, rounding_ns = 1000, nobody = -1 };

// CLOCK_MONOTONIC before CLOCK_REALTIME and after it, the counter before and after these.
struct reading {
    uint64_t before, after;
    int64_t monotonic, real, monotonic_after;
};

struct token {
    _Atomic int holder;
    struct reading passed;
    uint64_t random, hops;
} __attribute__((aligned(page_bytes)));

struct runner {
    pthread_t thread;
    int index, cpu;
    struct reading own;
    uint64_t longest_hop, shortest_hop;
    int64_t least_apart, most_apart;
    double furthest_off;
} __attribute__((aligned(page_bytes)));

static struct token *token;
static struct runner *runner;
static int runners, is_crowded;
static uint64_t end;
static struct reading first;

static int64_t nanoseconds(clockid_t clock, int by_call)
{
    struct timespec time;
    if ((by_call ? (int)syscall(SYS_clock_gettime, clock, &time) : clock_gettime(clock, &time)) != 0) fail("timechain: no clock %d", (int)clock);
    return (int64_t)time.tv_sec * nanoseconds_per_second + time.tv_nsec;
}

static struct reading read_all(int by_call)
{
    struct reading now;
    now.before = ticks();
    now.monotonic = nanoseconds(CLOCK_MONOTONIC, by_call);
    now.real = nanoseconds(CLOCK_REALTIME, by_call);
    now.monotonic_after = nanoseconds(CLOCK_MONOTONIC, by_call);
    now.after = ticks();
    return now;
}

static void in_order(const char *what, uint64_t earlier, uint64_t later, const struct runner *self, const char *than)
{
    if (later < earlier) fail("timechain: CPU %d: %s is %llu, %llu less than %s", self->cpu, what, (unsigned long long)later, (unsigned long long)(earlier - later), than);
}

static void follows(const struct reading *earlier, const struct reading *later, const struct runner *self, const char *than)
{
    in_order("the counter", earlier->after, later->before, self, than);
    in_order("CLOCK_MONOTONIC", (uint64_t)earlier->monotonic_after, (uint64_t)later->monotonic, self, than);
    in_order("CLOCK_REALTIME", (uint64_t)earlier->real, (uint64_t)later->real, self, than);
}

// How much more or less CLOCK_MONOTONIC has gone on since the first reading than the counter can have meanwhile, in ns.
static double off(const struct reading *now)
{
    double gone = (double)(now->monotonic - first.monotonic), scale = 1000 / ticks_per_us();
    double least = (double)(int64_t)(now->before - first.after) * scale, most = (double)(now->after - first.before) * scale;
    return gone < least ? gone - least : gone > most ? gone - most : 0;
}

static void compare_clocks(const struct reading *now, struct runner *self)
{
    in_order("the counter", now->before, now->after, self, "just before");
    in_order("CLOCK_MONOTONIC", (uint64_t)now->monotonic, (uint64_t)now->monotonic_after, self, "just before");
    if (now->real - now->monotonic_after > self->least_apart) self->least_apart = now->real - now->monotonic_after;
    if (now->real - now->monotonic < self->most_apart) self->most_apart = now->real - now->monotonic;
    double wrong = off(now), allowed = rounding_ns + (double)(now->monotonic - first.monotonic) / 1e6;
    if (wrong > allowed || -wrong > allowed) fail("timechain: CPU %d: CLOCK_MONOTONIC has gone on by %.0f ns more than the counter in %.3f s", self->cpu, wrong, (double)(now->monotonic - first.monotonic) / 1e9);
    if (wrong < 0) wrong = -wrong;
    if (wrong > self->furthest_off) self->furthest_off = wrong;
}

static int next_of(struct token *held, int self)
{
    held->random ^= held->random << 13;
    held->random ^= held->random >> 7;
    held->random ^= held->random << 17;
    return held == token ? (self + 1) % runners : (self + 1 + (int)(held->random % (uint64_t)(runners - 1))) % runners;
}

static void hop(struct token *held, struct runner *self)
{
    struct reading now = read_all((held->random & 7) == 0);
    follows(&held->passed, &now, self, "what the token brought");
    follows(&self->own, &now, self, "what it read before");
    compare_clocks(&now, self);
    uint64_t hop = now.before - held->passed.after;
    if (hop > self->longest_hop) self->longest_hop = hop;
    if (hop < self->shortest_hop) self->shortest_hop = hop;
    held->hops++;
    held->passed = self->own = now;
    // However slow the host is, the token that goes round has been everywhere, and back.
    int next = now.after < end || (held == token && held->hops <= (uint64_t)runners) ? next_of(held, self->index) : nobody;
    atomic_store_explicit(&held->holder, next, memory_order_release);
}

static void *run(void *context)
{
    struct runner *self = context;
    pin(self->cpu);
    for (int open = tokens; open > 0;) {
        open = 0;
        for (int i = 0; i < tokens; i++) {
            int holder = atomic_load_explicit(&token[i].holder, memory_order_acquire);
            if (holder == self->index) hop(&token[i], self);
            open += holder != nobody;
        }
        if (is_crowded) sched_yield();
        else relax();
    }
    return NULL;
}

static void begin(uint64_t seconds, uint64_t seed)
{
    first = read_all(0);
    end = first.after + (uint64_t)((double)seconds * 1e6 * ticks_per_us());
    for (int i = 0; i < tokens; i++) token[i] = (struct token){ .holder = i % runners, .passed = first, .random = seed + (uint64_t)i };
    for (int i = 0; i < runners; i++) {
        runner[i].index = i;
        runner[i].cpu = cpu_for(i);
        runner[i].own = first;
        runner[i].least_apart = INT64_MIN;
        runner[i].most_apart = INT64_MAX;
        runner[i].shortest_hop = UINT64_MAX;
        start(&runner[i].thread, run, &runner[i]);
    }
}

int main(int count, char **values)
{
    long seconds = argument(count, values, 1, 5), seed = argument(count, values, 2, 1);
    int cpus = cpu_count();
    // One CPU has two, and passes the tokens from thread to thread.
    runners = cpus < 2 ? 2 : cpus < maximum_threads ? cpus : maximum_threads;
    is_crowded = runners > cpus;
    token = pages(tokens * sizeof *token / page_bytes);
    runner = pages((size_t)runners * sizeof *runner / page_bytes);
    begin((uint64_t)seconds, (uint64_t)seed);
    struct runner all = { .least_apart = INT64_MIN, .most_apart = INT64_MAX, .shortest_hop = UINT64_MAX };
    for (int i = 0; i < runners; i++) {
        pthread_join(runner[i].thread, NULL);
        if (runner[i].longest_hop > all.longest_hop) all.longest_hop = runner[i].longest_hop;
        if (runner[i].shortest_hop < all.shortest_hop) all.shortest_hop = runner[i].shortest_hop;
        if (runner[i].least_apart > all.least_apart) all.least_apart = runner[i].least_apart;
        if (runner[i].most_apart < all.most_apart) all.most_apart = runner[i].most_apart;
        if (runner[i].furthest_off > all.furthest_off) all.furthest_off = runner[i].furthest_off;
    }
    int64_t spread = all.least_apart - all.most_apart;
    if (spread > rounding_ns) fail("timechain: CLOCK_REALTIME - CLOCK_MONOTONIC was %lld ns and %lld ns", (long long)all.least_apart, (long long)all.most_apart);
    struct reading last = read_all(0);
    uint64_t hops = 0;
    for (int i = 0; i < tokens; i++) hops += token[i].hops;
    printf("timechain: %d CPUs, %llu hops of %.3f to %.1f ms in %.3f s, seed %ld; clocks apart by one number within %lld ns, off the counter by %.0f ns at most; the counter began at %.0f s\n", cpus, (unsigned long long)hops,
        (double)all.shortest_hop / ticks_per_us() / 1000, (double)all.longest_hop / ticks_per_us() / 1000, (double)(last.monotonic - first.monotonic) / 1e9, seed, (long long)(spread > 0 ? spread : 0), all.furthest_off,
        (double)first.before / ticks_per_us() / 1e6);
    return 0;
}
