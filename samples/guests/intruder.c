// Touches physical memory that nobody gave to the guest, through /dev/mem: the guest's process must get a SIGBUS, and nothing else may happen. Usage: intruder [ADDRESS...]
#include "guest.h"
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>

static sigjmp_buf escape;

static void on_bus_error(int signal)
{
    (void)signal;
    siglongjmp(escape, 1);
}

// Whether reading at (or writing to) a physical address ends in a bus error.
static int is_refused(int memory, uint64_t address, int write)
{
    volatile uint32_t *window = mmap(NULL, page_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, memory, (off_t)(address & ~(uint64_t)(page_bytes - 1)));
    if (window == MAP_FAILED) fail("intruder: Linux does not map %#lx", address);
    volatile uint32_t *target = window + (address & (page_bytes - 1)) / sizeof *window;
    int refused = sigsetjmp(escape, 1);
    if (!refused) {
        if (write) *target = 0x12345678;
        else printf("intruder: read %#x\n", *target);
        asm volatile("dsb sy" ::: "memory");
    }
    munmap((void *)window, page_bytes);
    return refused;
}

int main(int count, char **values)
{
    static const char *nowhere[] = {"", "0x0b000000", "0x2000000000"};
    const char **addresses = count > 1 ? (const char **)values : nowhere;
    int last = count > 1 ? count - 1 : 2, refused = 0;
    signal(SIGBUS, on_bus_error);
    int memory = open("/dev/mem", O_RDWR | O_SYNC);
    if (memory < 0) fail("intruder: no /dev/mem");
    for (int i = 1; i <= last; i++)
        for (int write = 0; write < 2; write++) refused += is_refused(memory, strtoull(addresses[i], NULL, 0), write);
    printf("intruder: %d of %d accesses refused\n", refused, 2 * last);
    return refused == 2 * last ? 0 : 1;
}
