// Multiplies two square matrices, a row a piece: all read one of them, each writes rows of its own. Usage: matmul [ROWS]
#include "share.h"

static long size;
static uint32_t *left, *right, *product;

static void multiply_row(long row)
{
    for (long k = 0; k < size; k++) {
        uint32_t factor = left[row * size + k];
        for (long column = 0; column < size; column++) product[row * size + column] += factor * right[k * size + column];
    }
}

// What a matrix makes of a vector, modulo 2^32.
static void apply(const uint32_t *matrix, const uint32_t *vector, uint32_t *result)
{
    for (long row = 0; row < size; row++) {
        uint32_t sum = 0;
        for (long column = 0; column < size; column++) sum += matrix[row * size + column] * vector[column];
        result[row] = sum;
    }
}

int main(int count, char **values)
{
    size = argument(count, values, 1, 512);
    size_t matrix = ((size_t)(size * size) * sizeof(uint32_t) + page_bytes - 1) / page_bytes;
    left = pages(matrix);
    right = pages(matrix);
    product = pages(matrix);
    uint32_t state = 2463534242u;
    for (long i = 0; i < 2 * size * size; i++) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (i < size * size ? left : right)[i % (size * size)] = state;
    }
    double us;
    int threads = share_pieces(size, multiply_row, &us);
    // Freivalds: a wrong product makes something else of almost any vector.
    uint32_t *vector = calloc((size_t)size, 4), *once = calloc((size_t)size, 4), *twice = calloc((size_t)size, 4), *direct = calloc((size_t)size, 4);
    for (long i = 0; i < size; i++) vector[i] = state = state * 1664525u + 1013904223u;
    apply(right, vector, once);
    apply(left, once, twice);
    apply(product, vector, direct);
    if (memcmp(twice, direct, (size_t)size * 4) != 0) fail("matmul: the product of %ld rows is wrong", size);
    printf("matmul: %d threads, %.0f us, result %#x of %ld rows\n", threads, us, direct[0], size);
    return 0;
}
