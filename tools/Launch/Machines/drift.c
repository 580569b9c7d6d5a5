// Loaded into a QEMU (LD_PRELOAD): CLOCK_MONOTONIC, from which it takes all of its machine's time, runs PILEVISOR_DRIFT millionths too fast, or too slow if that is less than 0.
// What it needs of the C library is declared here, so that no headers have to be installed.

struct timespec {
    long seconds;
    long nanoseconds;
};

typedef int clock_function(int clock, struct timespec *time);

void *dlsym(void *handle, const char *name);
char *getenv(const char *name);
long strtol(const char *text, char **end, int base);

enum { MONOTONIC = 1, DECIMAL = 10, MILLION = 1000 * 1000, SECOND = 1000 * MILLION };

#define NEXT ((void *)-1L) // RTLD_NEXT

static clock_function *real;
static long drift;
static long start;

static long nanoseconds(const struct timespec *time)
{
    return time->seconds * SECOND + time->nanoseconds;
}

// Others' constructors may ask for the time before this one.
__attribute__((constructor)) static void begin(void)
{
    if (real) return;
    const char *text = getenv("PILEVISOR_DRIFT");
    struct timespec now;
    real = (clock_function *)dlsym(NEXT, "clock_gettime");
    drift = text ? strtol(text, 0, DECIMAL) : 0;
    real(MONOTONIC, &now);
    start = nanoseconds(&now);
}

int clock_gettime(int clock, struct timespec *time)
{
    begin();
    int status = real(clock, time);
    if (status != 0 || clock != MONOTONIC) return status;
    long now = nanoseconds(time);
    now += (now - start) / MILLION * drift + (now - start) % MILLION * drift / MILLION;
    time->seconds = now / SECOND;
    time->nanoseconds = now % SECOND;
    return 0;
}
