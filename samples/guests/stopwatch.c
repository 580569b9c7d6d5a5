// Runs a program, and says when it began and ended by the virtual counter, which is a recording's clock. Its exit status is the program's. Usage: stopwatch PROGRAM [ARGUMENTS]
#include "guest.h"
#include <sys/wait.h>

static unsigned long long nanoseconds(void) { return (unsigned long long)((double)ticks() * 1000 / ticks_per_us()); }

int main(int count, char **values)
{
    if (count < 2) fail("stopwatch: says when a program begins and ends: which?");
    unsigned long long begin = nanoseconds();
    pid_t child = fork();
    if (child < 0) fail("stopwatch: cannot start %s", values[1]);
    if (child == 0) {
        execvp(values[1], values + 1);
        fail("stopwatch: cannot run %s", values[1]);
    }
    int status;
    while (waitpid(child, &status, 0) != child) { }
    printf("stopwatch: from %llu to %llu ns, status %d\n", begin, nanoseconds(), WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
