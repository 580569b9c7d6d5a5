// What a page costs that another machine owns: first read, then write to what was read, then write at once. Usage: remotefault [PAGES]
#include "guest.h"

static volatile uint64_t *memory;
static long count_of_pages;
static uint64_t *times;

static volatile uint64_t *word(long page) { return memory + page * (page_bytes / 8); }

// All pages in an order that no prefetcher guesses: the prime does not divide their number.
static long page_at(long turn) { return turn * 7919 % count_of_pages; }

// The other machine makes all pages its own.
static void *own(void *unused)
{
    (void)unused;
    pin(cpu_for(1));
    for (long i = 0; i < count_of_pages; i++) *word(i) = (uint64_t)i;
    return NULL;
}

static void own_elsewhere(void)
{
    pthread_t owner;
    start(&owner, own, NULL);
    pthread_join(owner, NULL);
}

static void report(const char *what)
{
    qsort(times, (size_t)count_of_pages, sizeof *times, compare_ticks);
    double unit = ticks_per_us();
    printf("remotefault: %-14s minimum %8.1f us, median %8.1f us\n", what, (double)times[0] / unit, (double)times[count_of_pages / 2] / unit);
}

static void read_all(void)
{
    for (long i = 0; i < count_of_pages; i++) {
        long page = page_at(i);
        uint64_t begin = ticks();
        uint64_t value = *word(page);
        times[i] = ticks() - begin;
        if (value != (uint64_t)page) fail("remotefault: page %ld holds %lu", page, value);
    }
}

static void write_all(void)
{
    for (long i = 0; i < count_of_pages; i++) {
        long page = page_at(i);
        uint64_t begin = ticks();
        *word(page) = (uint64_t)page;
        times[i] = ticks() - begin;
    }
}

int main(int count, char **values)
{
    count_of_pages = argument(count, values, 1, 500);
    if (cpu_count() < 2) fail("remotefault: needs two CPUs");
    if (count_of_pages % 7919 == 0) fail("remotefault: another number of pages than %ld", count_of_pages);
    times = calloc((size_t)count_of_pages, sizeof *times);
    memory = pages((size_t)count_of_pages);
    pin(cpu_for(0));
    own_elsewhere();
    read_all();
    report("first read");
    write_all();
    report("write upgrade");
    own_elsewhere();
    write_all();
    report("first write");
    return 0;
}
