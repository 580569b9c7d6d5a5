// Traces rays through a few mirroring spheres over a chequered floor, a line of the picture a piece. Usage: raytrace [WIDTH]
#include "share.h"

typedef struct { double x, y, z; } vector;
struct sphere { vector centre; double radius, mirror; };

enum { deepest = 4 };
static const struct sphere spheres[] = {{{0, 1, 4}, 1, 0.5}, {{2, 0.6, 3}, 0.6, 0.3}, {{-2, 0.8, 3.2}, 0.8, 0.7}, {{0.6, 0.3, 2.2}, 0.3, 0.2}, {{-0.8, 0.4, 2.4}, 0.4, 0.6}};
static long width, height;
static unsigned char *picture;

static vector add(vector a, vector b, double times) { return (vector){a.x + b.x * times, a.y + b.y * times, a.z + b.z * times}; }
static double dot(vector a, vector b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
static double root(double value)
{
    double result;
    asm("fsqrt %d0, %d1" : "=w"(result) : "w"(value));
    return result;
}
static vector unit(vector a) { return add((vector){0, 0, 0}, a, 1 / root(dot(a, a))); }

// How far the ray goes until it meets the sphere; below 0 if it does not.
static double meet(const struct sphere *sphere, vector from, vector to)
{
    vector offset = add(from, sphere->centre, -1);
    double along = dot(offset, to), inside = along * along - dot(offset, offset) + sphere->radius * sphere->radius;
    if (inside < 0) return -1;
    double distance = -along - root(inside);
    return distance > 1e-6 ? distance : -1;
}

static double brightness(vector from, vector to, int depth)
{
    static const vector light = {0.5773502691896258, 0.5773502691896258, -0.5773502691896258};
    const struct sphere *nearest = NULL;
    double distance = to.y < 0 ? -from.y / to.y : 1e9;
    for (size_t i = 0; i < sizeof spheres / sizeof *spheres; i++) {
        double met = meet(&spheres[i], from, to);
        if (met > 0 && met < distance) {
            distance = met;
            nearest = &spheres[i];
        }
    }
    if (distance >= 1e9) return 0.3 + 0.5 * to.y;
    vector point = add(from, to, distance);
    vector normal = nearest ? unit(add(point, nearest->centre, -1)) : (vector){0, 1, 0};
    double lit = dot(normal, light) > 0 ? dot(normal, light) : 0;
    for (size_t i = 0; i < sizeof spheres / sizeof *spheres; i++)
        if (meet(&spheres[i], add(point, normal, 1e-4), light) > 0) lit = 0;
    double mirror = nearest ? nearest->mirror : 0.1;
    double own = nearest ? 0.8 : ((long)(point.x + 1000) + (long)(point.z + 1000)) % 2 ? 0.9 : 0.2;
    double value = own * (0.2 + 0.8 * lit);
    if (depth == deepest) return value;
    return value * (1 - mirror) + mirror * brightness(add(point, normal, 1e-4), add(to, normal, -2 * dot(to, normal)), depth + 1);
}

static void trace_line(long line)
{
    for (long column = 0; column < width; column++) {
        vector to = unit((vector){(double)(2 * column - width) / (double)width, (double)(height - 2 * line) / (double)width, 1});
        double value = brightness((vector){0, 1, -2}, to, 0);
        picture[line * width + column] = (unsigned char)(value < 0 ? 0 : value > 1 ? 255 : value * 255);
    }
}

int main(int count, char **values)
{
    width = argument(count, values, 1, 640);
    height = width * 3 / 4;
    picture = pages((size_t)(width * height) / page_bytes + 1);
    double us;
    int threads = share_pieces(height, trace_line, &us);
    uint32_t hash = 2166136261u;
    for (long i = 0; i < width * height; i++) hash = (hash ^ picture[i]) * 16777619u;
    // One line anew, by one thread.
    unsigned char *line = malloc((size_t)width);
    memcpy(line, picture + height / 2 * width, (size_t)width);
    trace_line(height / 2);
    if (memcmp(line, picture + height / 2 * width, (size_t)width) != 0) fail("raytrace: line %ld is not what one thread makes of it", height / 2);
    printf("raytrace: %d threads, %.0f us, result %#x of %ld x %ld\n", threads, us, hash, width, height);
    return 0;
}
