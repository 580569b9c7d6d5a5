// The console as a terminal that has a size: runs a program on a pseudo-terminal and carries bytes between that and standard input and output. A serial line cannot say how large the window at its other end is, so the
// host says it in between what is typed: a record separator (036), "ROWS COLUMNS" and a newline. A record separator that was typed comes twice. See tools/Launch/Running/ConsoleEscape.cs.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { record_separator = 036, buffer_bytes = 4096, size_bytes = 16 };

// What was typed and has not reached the program yet.
static char typed[buffer_bytes];
static size_t typed_count;

// The size that is being received; none if it has no length.
static char size[size_bytes];
static size_t size_count;
static bool in_escape;

__attribute__((noreturn)) static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void set_size(int master, const char *text)
{
    struct winsize window = {0};
    // The kernel tells whoever is in the foreground (SIGWINCH).
    if (sscanf(text, "%hu %hu", &window.ws_row, &window.ws_col) == 2) ioctl(master, TIOCSWINSZ, &window);
}

static void take(int master, char next)
{
    if (!in_escape)
    {
        if (next == record_separator) in_escape = true;
        else typed[typed_count++] = next;
        return;
    }
    if (size_count == 0 && next == record_separator) typed[typed_count++] = next;
    else if (next != '\n' && size_count < sizeof size - 1)
    {
        size[size_count++] = next;
        return;
    }
    else
    {
        size[size_count] = 0;
        set_size(master, size);
    }
    in_escape = false;
    size_count = 0;
}

static void read_console(int master)
{
    char bytes[buffer_bytes];
    ssize_t count = read(0, bytes, sizeof typed - typed_count);
    if (count == 0 || (count < 0 && errno != EINTR)) fail("console");
    for (ssize_t i = 0; i < count; i++) take(master, bytes[i]);
}

// Nobody reads: what is typed stays on the line.
static void write_program(int master)
{
    ssize_t count = write(master, typed, typed_count);
    if (count < 0) return;
    typed_count -= (size_t)count;
    memmove(typed, typed + count, typed_count);
}

// False when there is nothing to read.
static bool read_program(int master)
{
    char bytes[buffer_bytes];
    ssize_t count = read(master, bytes, sizeof bytes);
    for (ssize_t done = 0; done < count;)
    {
        ssize_t written = write(1, bytes + done, (size_t)(count - done));
        if (written < 0 && errno != EINTR) fail("console");
        if (written > 0) done += written;
    }
    return count > 0;
}

// Until the program has ended, whatever it has left running.
static int carry(int master, pid_t child, const sigset_t *wakes)
{
    // Whether no process has the terminal open any more.
    bool left = false;
    for (;;)
    {
        int status;
        if (waitpid(child, &status, WNOHANG) == child)
        {
            while (read_program(master)) { }
            return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
        }
        struct pollfd both[] = {
            {.fd = typed_count < sizeof typed ? 0 : -1, .events = POLLIN},
            {.fd = left ? -1 : master, .events = (short)(POLLIN | (typed_count > 0 ? POLLOUT : 0))},
        };
        // The program's end comes through while this waits, and at no other time.
        if (ppoll(both, 2, NULL, wakes) < 0) continue;
        if (both[0].revents != 0) read_console(master);
        if (both[1].revents & POLLOUT) write_program(master);
        if (both[1].revents & POLLIN) read_program(master);
        else if (both[1].revents & POLLHUP) left = true;
    }
}

static void wake(int signal) { (void)signal; }

static void run(int terminal, char **program)
{
    setsid();
    ioctl(terminal, TIOCSCTTY, 0);
    for (int i = 0; i <= 2; i++) dup2(terminal, i);
    execvp(program[0], program);
    fail(program[0]);
}

int main(int count, char **values)
{
    if (count < 3)
    {
        fprintf(stderr, "terminal 'ROWS COLUMNS' PROGRAM [ARGUMENT...]\n");
        return 1;
    }
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) fail("pseudo-terminal");
    set_size(master, values[1]);
    char name[64];
    if (ptsname_r(master, name, sizeof name) != 0) fail("pseudo-terminal");
    int terminal = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0) fail(name);

    sigset_t ends, usual;
    sigemptyset(&ends);
    sigaddset(&ends, SIGCHLD);
    sigprocmask(SIG_BLOCK, &ends, &usual);
    signal(SIGCHLD, wake);
    pid_t child = fork();
    if (child < 0) fail("fork");
    if (child == 0)
    {
        sigprocmask(SIG_SETMASK, &usual, NULL);
        run(terminal, values + 2);
    }
    close(terminal);

    struct termios before, raw;
    bool is_terminal = tcgetattr(0, &before) == 0;
    raw = before;
    cfmakeraw(&raw);
    if (is_terminal) tcsetattr(0, TCSADRAIN, &raw);
    fcntl(master, F_SETFL, O_NONBLOCK);
    int status = carry(master, child, &usual);
    if (is_terminal) tcsetattr(0, TCSADRAIN, &before);
    return status;
}
