// Loaded into a QEMU (LD_PRELOAD): CLOCK_MONOTONIC, from which it takes all of its machine's time, runs PILEVISOR_DRIFT millionths too fast, or too slow if that is less than 0, and is stepped
// forward by PILEVISOR_AHEAD milliseconds when the machine has started. Before that a step would be lost: the machine's time is what has passed since its start.
// What it needs of the C library is declared here, so that no headers have to be installed.

struct timespec {
    long seconds;
    long nanoseconds;
};

typedef int clock_function(int clock, struct timespec *time);

void *dlsym(void *handle, const char *name);
char *getenv(const char *name);
int getpid(void);
int gettid(void);
long strtol(const char *text, char **end, int base);

enum { MONOTONIC = 1, DECIMAL = 10, MILLION = 1000 * 1000, SECOND = 1000 * MILLION };

#define NEXT ((void *)-1L) // RTLD_NEXT

static clock_function *real;
static long drift;
static long start;
static long ahead;
static int process;
static int has_stepped;

static long nanoseconds(const struct timespec *time)
{
    return time->seconds * SECOND + time->nanoseconds;
}

static long number(const char *name)
{
    const char *text = getenv(name);
    return text ? strtol(text, 0, DECIMAL) : 0;
}

// Others' constructors may ask for the time before this one.
__attribute__((constructor)) static void begin(void)
{
    if (real) return;
    struct timespec now;
    real = (clock_function *)dlsym(NEXT, "clock_gettime");
    drift = number("PILEVISOR_DRIFT");
    ahead = number("PILEVISOR_AHEAD") * MILLION;
    process = getpid();
    real(MONOTONIC, &now);
    start = nanoseconds(&now);
}

// The first thread besides the main one that asks for the time is a CPU of the machine, whose software reads its counter for the first time.
static long step(void)
{
    if (!__atomic_load_n(&has_stepped, __ATOMIC_RELAXED) && gettid() != process) __atomic_store_n(&has_stepped, 1, __ATOMIC_RELAXED);
    return __atomic_load_n(&has_stepped, __ATOMIC_RELAXED) ? ahead : 0;
}

int clock_gettime(int clock, struct timespec *time)
{
    begin();
    int status = real(clock, time);
    if (status != 0 || clock != MONOTONIC) return status;
    long now = nanoseconds(time);
    now += (now - start) / MILLION * drift + (now - start) % MILLION * drift / MILLION + step();
    time->seconds = now / SECOND;
    time->nanoseconds = now % SECOND;
    return 0;
}
