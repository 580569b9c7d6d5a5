// How fast TCP is, from the first CPU and from the last. Usage: netspeed ADDRESS PORT [MEBIBYTES] [ROUNDS], or netspeed serve PORT, which ends after two connections.
// The protocol: the server sends back each byte that it gets, but for these: after R it sends as many MiB as the next four bytes say, little-endian, and after W it takes as many and then sends a byte.
#include "guest.h"
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

enum { block_bytes = 64 << 10 };

static char block[block_bytes];

static void put(int socket, const void *bytes, size_t count)
{
    for (size_t done = 0; done < count;) {
        ssize_t part = write(socket, (const char *)bytes + done, count - done);
        if (part <= 0) fail("netspeed: %zu of %zu bytes were sent", done, count);
        done += (size_t)part;
    }
}

// False: the other side has ended.
static int get(int socket, void *bytes, size_t count)
{
    for (size_t done = 0; done < count;) {
        ssize_t part = read(socket, (char *)bytes + done, count - done);
        if (part <= 0) return 0;
        done += (size_t)part;
    }
    return 1;
}

static void need(int socket, void *bytes, size_t count)
{
    if (!get(socket, bytes, count)) fail("netspeed: the other side has ended");
}

static int ask(int socket, char what, uint32_t mebibytes)
{
    char request[5] = { what, (char)mebibytes, (char)(mebibytes >> 8), (char)(mebibytes >> 16), (char)(mebibytes >> 24) };
    put(socket, request, sizeof request);
    return socket;
}

static void move(int socket, int sends, uint32_t mebibytes)
{
    for (uint64_t left = (uint64_t)mebibytes << 20; left != 0; left -= block_bytes) {
        if (sends) put(socket, block, block_bytes);
        else need(socket, block, block_bytes);
    }
}

static double seconds_since(uint64_t begin) { return (double)(ticks() - begin) / ticks_per_us() / 1e6; }

static void measure(struct sockaddr_in *address, int cpu, const char *name, uint32_t mebibytes, long rounds)
{
    pin(cpu);
    int connection = socket(AF_INET, SOCK_STREAM, 0), at_once = 1, tries = 0;
    // The server may be about to begin.
    while (connect(connection, (struct sockaddr *)address, sizeof *address) != 0) {
        if (++tries == 300) fail("netspeed: no connection to %s, port %d, for 3 s", inet_ntoa(address->sin_addr), ntohs(address->sin_port));
        usleep(10000);
    }
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
    char byte = 'e';
    uint64_t begin = ticks();
    for (long i = 0; i < rounds; i++) {
        put(connection, &byte, 1);
        need(connection, &byte, 1);
    }
    double round = seconds_since(begin) * 1e6 / (double)rounds;
    begin = ticks();
    move(ask(connection, 'R', mebibytes), 0, mebibytes);
    double received = mebibytes / seconds_since(begin);
    begin = ticks();
    move(ask(connection, 'W', mebibytes), 1, mebibytes);
    need(connection, &byte, 1);
    double sent = mebibytes / seconds_since(begin);
    printf("netspeed: %.2f MiB/s received by the %s CPU, %.2f MiB/s sent by the %s CPU, %.1f us a round trip of the %s CPU\n", received, name, sent, name, round, name);
    close(connection);
}

static void answer(int connection)
{
    char what;
    unsigned char size[4];
    while (get(connection, &what, 1)) {
        if (what != 'R' && what != 'W') {
            put(connection, &what, 1);
            continue;
        }
        need(connection, size, sizeof size);
        move(connection, what == 'R', size[0] | (uint32_t)size[1] << 8 | (uint32_t)size[2] << 16 | (uint32_t)size[3] << 24);
        if (what == 'W') put(connection, &what, 1);
    }
    close(connection);
}

static int serve(struct sockaddr_in *address)
{
    int listener = socket(AF_INET, SOCK_STREAM, 0), again = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &again, sizeof again);
    if (bind(listener, (struct sockaddr *)address, sizeof *address) != 0 || listen(listener, 2) != 0) fail("netspeed: port %d cannot be had", ntohs(address->sin_port));
    for (int i = 0; i < 2; i++) answer(accept(listener, NULL, NULL));
    return 0;
}

int main(int count, char **values)
{
    if (count < 3) fail("netspeed: to which address and port?");
    int serves = strcmp(values[1], "serve") == 0;
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)argument(count, values, 2, 0)) };
    if (!serves && inet_aton(values[1], &address.sin_addr) == 0) fail("netspeed: '%s' is no IPv4 address", values[1]);
    if (serves) return serve(&address);
    uint32_t mebibytes = (uint32_t)argument(count, values, 3, 8);
    long rounds = argument(count, values, 4, 200);
    measure(&address, 0, "first", mebibytes, rounds);
    measure(&address, cpu_count() - 1, "last", mebibytes, rounds);
    return 0;
}
