// How fast a disk is past the page cache, from the first CPU and from the last: one request after the other. What is written is what was read. Usage: diskspeed DEVICE [MEBIBYTES] [REQUESTS]
#include "guest.h"
#include <fcntl.h>

enum { long_bytes = 128 << 10, short_bytes = 4 << 10 };

static char *buffer;

static void transfer(int disk, int writes, size_t bytes, off_t place)
{
    ssize_t done = writes ? pwrite(disk, buffer, bytes, place) : pread(disk, buffer, bytes, place);
    if (done != (ssize_t)bytes) fail("diskspeed: %s of %zu bytes at %lld: %zd", writes ? "a write" : "a read", bytes, (long long)place, done);
}

// All of it in order: MiB a second.
static double in_order(int disk, int writes, long mebibytes)
{
    uint64_t spent = 0;
    for (off_t place = 0; place < (off_t)mebibytes << 20; place += long_bytes) {
        if (writes) transfer(disk, 0, long_bytes, place);
        uint64_t begin = ticks();
        transfer(disk, writes, long_bytes, place);
        spent += ticks() - begin;
    }
    return (double)mebibytes / ((double)spent / ticks_per_us() / 1e6);
}

// Here and there, by a seed: us a request.
static double scattered(int disk, long mebibytes, long requests)
{
    uint64_t begin = ticks();
    uint32_t state = 1;
    for (long i = 0; i < requests; i++) {
        state = state * 1664525 + 1013904223;
        transfer(disk, 0, short_bytes, (off_t)(state % (uint32_t)(mebibytes << 8)) * short_bytes);
    }
    return (double)(ticks() - begin) / ticks_per_us() / (double)requests;
}

static void measure(const char *device, int cpu, const char *name, long mebibytes, long requests)
{
    pin(cpu);
    buffer = pages(long_bytes / page_bytes);
    int disk = open(device, O_RDWR | O_DIRECT);
    if (disk < 0) fail("diskspeed: %s cannot be opened to read and write it past the page cache", device);
    double read = in_order(disk, 0, mebibytes), written = in_order(disk, 1, mebibytes), latency = scattered(disk, mebibytes, requests);
    printf("diskspeed: %.2f MiB/s read by the %s CPU, %.2f MiB/s written by the %s CPU, %.1f us a read of 4 KiB by the %s CPU\n", read, name, written, name, latency, name);
    close(disk);
}

int main(int count, char **values)
{
    if (count < 2) fail("diskspeed: which disk?");
    long mebibytes = argument(count, values, 2, 16), requests = argument(count, values, 3, 200);
    measure(values[1], 0, "first", mebibytes, requests);
    measure(values[1], cpu_count() - 1, "last", mebibytes, requests);
    return 0;
}
