// System calls that do little, from one thread on each CPU: what the way into the kernel and back costs. Usage: calls [CALLS]
#include "guest.h"
#include <fcntl.h>
#include <sys/syscall.h>

static long calls;

// Half of them ask for a number, half read a byte.
static void *call(void *cpu)
{
    pin((int)(intptr_t)cpu);
    int zero = open("/dev/zero", O_RDONLY);
    if (zero < 0) fail("calls: no /dev/zero");
    long parent = syscall(SYS_getppid);
    for (long i = 0; i < calls; i += 2) {
        char byte = 1;
        if (syscall(SYS_getppid) != parent) fail("calls: another parent");
        if (read(zero, &byte, 1) != 1 || byte != 0) fail("calls: no zero was read");
    }
    close(zero);
    return NULL;
}

int main(int count, char **values)
{
    calls = argument(count, values, 1, 1000000);
    int threads = cpu_count() < maximum_threads ? cpu_count() : maximum_threads;
    pthread_t thread[maximum_threads];
    uint64_t begin = ticks();
    for (int i = 0; i < threads; i++) start(&thread[i], call, (void *)(intptr_t)cpu_for(i));
    for (int i = 0; i < threads; i++) pthread_join(thread[i], NULL);
    printf("calls: %d threads, %ld each, %.4f us a call\n", threads, calls, (double)(ticks() - begin) / ticks_per_us() / (double)calls);
    return 0;
}
