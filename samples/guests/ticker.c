// A program that wants to run every millisecond on the first CPU, and says how late it was at worst: what a guest feels of a pause. Usage: ticker [SECONDS]
#include "guest.h"
#include <time.h>

int main(int count, char **values)
{
    long seconds = argument(count, values, 1, 5);
    uint64_t wanted = (uint64_t)seconds * 1000, longest = 0, when = 0;
    pin(0);
    uint64_t begin = ticks(), last = begin;
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    uint64_t turns = 0;
    // A turn that comes late is one turn, however many milliseconds it was late.
    for (uint64_t now = begin; (double)(now - begin) / ticks_per_us() < (double)wanted * 1000; last = now, turns++) {
        next.tv_nsec += 1000000;
        if (next.tv_nsec >= 1000000000) next = (struct timespec){ .tv_sec = next.tv_sec + 1, .tv_nsec = next.tv_nsec - 1000000000 };
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL) != 0) { }
        now = ticks();
        if (now - last > longest) {
            longest = now - last;
            when = now - begin;
        }
        clock_gettime(CLOCK_MONOTONIC, &next);
    }
    printf("ticker: %llu turns in %ld s, longest gap %.1f ms, %.1f s after the start\n", (unsigned long long)turns, seconds, (double)longest / ticks_per_us() / 1000, (double)when / ticks_per_us() / 1e6);
    return 0;
}
