// Counts primes by a segmented sieve: a segment a piece, on pages of its thread. Usage: sieve [LIMIT]
#include "share.h"

enum { segment = 1 << 18 };
static long limit;
static uint32_t small[10000];
static long small_count;
static long *results;
static _Thread_local unsigned char *composite;

static void sieve_segment(long piece)
{
    if (!composite) composite = pages(segment / page_bytes);
    memset(composite, 0, segment);
    long first = piece * segment, last = first + segment < limit ? first + segment : limit;
    for (long i = 0; i < small_count; i++) {
        long prime = small[i], multiple = prime * prime;
        if (multiple >= last) break;
        if (multiple < first) multiple = (first + prime - 1) / prime * prime;
        for (; multiple < last; multiple += prime) composite[multiple - first] = 1;
    }
    long primes = 0;
    for (long number = first < 2 ? 2 : first; number < last; number++) primes += !composite[number - first];
    results[piece] = primes;
}

// The primes up to the root of the largest number there can be.
static void find_small(void)
{
    static unsigned char is_composite[65536];
    for (long number = 2; number < 65536; number++) {
        if (is_composite[number]) continue;
        small[small_count++] = (uint32_t)number;
        for (long multiple = number * number; multiple < 65536; multiple += number) is_composite[multiple] = 1;
    }
}

int main(int count, char **values)
{
    limit = argument(count, values, 1, 50000000);
    if (limit > 4000000000) fail("sieve: up to 4000000000");
    long pieces = (limit + segment - 1) / segment;
    results = pages((size_t)pieces * sizeof *results / page_bytes + 1);
    find_small();
    double us;
    int threads = share_pieces(pieces, sieve_segment, &us);
    long primes = 0;
    for (long i = 0; i < pieces; i++) primes += results[i];
    static const long known[][2] = {{1000000, 78498}, {10000000, 664579}, {50000000, 3001134}, {100000000, 5761455}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (limit == known[i][0] && primes != known[i][1]) fail("sieve: %ld primes below %ld, not %ld", primes, limit, known[i][1]);
    printf("sieve: %d threads, %.0f us, result %ld primes below %ld\n", threads, us, primes, limit);
    return 0;
}
