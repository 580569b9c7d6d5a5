// What does not scale: all CPUs add to one word, atomically or under a lock, or each to its own word of one page. The sum must be exact. Usage: contend atomic|mutex|page [ADDITIONS]
#include "share.h"

enum { pieces = 840 };
static long additions;
static struct {
    _Atomic uint64_t word;
    pthread_mutex_t lock;
    char apart[page_bytes - sizeof(uint64_t) - sizeof(pthread_mutex_t)];
    // Each in a cache line of its own, so that what they share is the page.
    struct { volatile uint64_t word; char apart[page_bytes / maximum_threads - sizeof(uint64_t)]; } own[maximum_threads];
} *shared;
static _Atomic int next_thread;
static _Thread_local int thread_index = -1;

static void add_atomically(long piece)
{
    (void)piece;
    for (long i = 0; i < additions / pieces; i++) atomic_fetch_add(&shared->word, 1);
}

static void add_under_a_lock(long piece)
{
    (void)piece;
    for (long i = 0; i < additions / pieces; i++) {
        pthread_mutex_lock(&shared->lock);
        atomic_store_explicit(&shared->word, atomic_load_explicit(&shared->word, memory_order_relaxed) + 1, memory_order_relaxed);
        pthread_mutex_unlock(&shared->lock);
    }
}

static void add_on_one_page(long piece)
{
    (void)piece;
    if (thread_index < 0) thread_index = atomic_fetch_add(&next_thread, 1);
    for (long i = 0; i < additions / pieces; i++) shared->own[thread_index].word += 1;
}

int main(int count, char **values)
{
    static const struct { const char *name; void (*add)(long piece); } modes[] = {{"atomic", add_atomically}, {"mutex", add_under_a_lock}, {"page", add_on_one_page}};
    additions = argument(count, values, 2, 2000000) / pieces * pieces;
    shared = pages(2);
    pthread_mutex_init(&shared->lock, NULL);
    for (size_t i = 0; count > 1 && i < sizeof modes / sizeof *modes; i++) {
        if (strcmp(values[1], modes[i].name) != 0) continue;
        double us;
        int threads = share_pieces(pieces, modes[i].add, &us);
        uint64_t sum = shared->word;
        for (int t = 0; t < maximum_threads; t++) sum += shared->own[t].word;
        if (sum != (uint64_t)additions) fail("contend: %s: the sum is %lu, not %ld", modes[i].name, sum, additions);
        printf("contend: %s, %d threads, %.0f us, result %lu\n", modes[i].name, threads, us, sum);
        return 0;
    }
    fail("contend: atomic, mutex or page?");
}
