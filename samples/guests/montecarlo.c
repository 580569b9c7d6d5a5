// Estimates pi by random points: nothing is shared until the end. The points are the same for any number of CPUs. Usage: montecarlo [POINTS]
#include "share.h"

enum { pieces = 240 };
static long points;
static long results[pieces];

static void throw_points(long piece)
{
    uint64_t state = 88172645463325252u + (uint64_t)piece * 0x9e3779b97f4a7c15u;
    long inside = 0;
    for (long i = 0; i < points / pieces; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        int64_t x = (int64_t)(state >> 33), y = (int64_t)(state & 0x7fffffff);
        inside += (uint64_t)(x * x) + (uint64_t)(y * y) < (uint64_t)1 << 62;
    }
    results[piece] = inside;
}

int main(int count, char **values)
{
    points = argument(count, values, 1, 100000000) / pieces * pieces;
    double us;
    int threads = share_pieces(pieces, throw_points, &us);
    long inside = 0;
    for (int i = 0; i < pieces; i++) inside += results[i];
    double pi = 4 * (double)inside / (double)points;
    if (points >= 1000000 && (pi < 3.13 || pi > 3.15)) fail("montecarlo: pi is not %f", pi);
    printf("montecarlo: %d threads, %.0f us, result %ld of %ld points, pi about %.4f\n", threads, us, inside, points, pi);
    return 0;
}
