// Pipes and wake-ups, after hackbench: in each group every sender writes to every receiver, processes all, wherever the kernel runs them. Usage: pipes [MESSAGES] [PAIRS] [GROUPS]
#include "guest.h"
#include <sys/wait.h>

enum { message_bytes = 100, maximum_pairs = 32, maximum_groups = 8 };

static long messages, pairs, groups;

// All of a message: a pipe may take or give a part of it.
static int move(int file, char *bytes, ssize_t (*step)(int, char *, size_t))
{
    for (size_t done = 0; done < message_bytes;) {
        ssize_t moved = step(file, bytes + done, message_bytes - done);
        if (moved <= 0) return 0;
        done += (size_t)moved;
    }
    return 1;
}

static ssize_t put(int file, char *bytes, size_t count) { return write(file, bytes, count); }
static ssize_t get(int file, char *bytes, size_t count) { return read(file, bytes, count); }

// Messages are written in one piece, as they are shorter than PIPE_BUF; what one says is who sent it.
static int receive(int file)
{
    long from[maximum_pairs] = {0};
    char message[message_bytes];
    for (long i = 0; i < messages * pairs; i++) {
        if (!move(file, message, get)) return 1;
        for (int k = 1; k < message_bytes; k++) if (message[k] != message[0]) return 1;
        if (message[0] >= pairs) return 1;
        from[(int)message[0]]++;
    }
    for (int k = 0; k < pairs; k++) if (from[k] != messages) return 1;
    return 0;
}

static int send_all(int sender, int (*pipes)[2])
{
    char message[message_bytes];
    memset(message, sender, sizeof message);
    for (long i = 0; i < messages; i++)
        for (int to = 0; to < pairs; to++) if (!move(pipes[to][1], message, put)) return 1;
    return 0;
}

// A child goes on when the gate has no writer any more: then all are there.
static void begin(int is_sender, int number, int (*pipes)[2], const int *gate)
{
    pid_t child = fork();
    if (child < 0) fail("pipes: cannot fork");
    if (child != 0) return;
    char nothing;
    close(gate[1]);
    if (read(gate[0], &nothing, 1) != 0) _exit(1);
    _exit(is_sender ? send_all(number, pipes) : receive(pipes[number][0]));
}

int main(int count, char **values)
{
    messages = argument(count, values, 1, 100), pairs = argument(count, values, 2, 5), groups = argument(count, values, 3, 2);
    if (pairs > maximum_pairs || groups > maximum_groups) fail("pipes: at most %d pairs and %d groups", maximum_pairs, maximum_groups);
    static int pipes[maximum_groups][maximum_pairs][2];
    int gate[2];
    if (pipe(gate) != 0) fail("pipes: no pipe");
    for (int group = 0; group < groups; group++) {
        for (int i = 0; i < pairs; i++) if (pipe(pipes[group][i]) != 0) fail("pipes: no pipe");
    }
    for (int group = 0; group < groups; group++)
        for (int i = 0; i < 2 * pairs; i++) begin(i % 2, i / 2, pipes[group], gate);
    uint64_t start_ticks = ticks();
    close(gate[1]);
    int wrong = 0, status;
    for (long i = 0; i < 2 * pairs * groups; i++) wrong += wait(&status) < 0 || status != 0;
    double us = (double)(ticks() - start_ticks) / ticks_per_us();
    long all = messages * pairs * pairs * groups;
    if (wrong) fail("pipes: %d processes failed", wrong);
    printf("pipes: %ld groups of %ld + %ld processes, %ld messages right, %.2f us a message\n", groups, pairs, pairs, all, us / (double)all);
    return 0;
}
