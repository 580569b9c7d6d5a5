#!/bin/sh
# Debian's packages: python3
# Counts primes by a process for each CPU, and increments a counter that they share under a lock: both have one right result. Usage: load-python [NUMBERS]
exec python3 -c '
import multiprocessing, sys

def primes(numbers):
    return sum(all(n % d for d in range(2, int(n ** .5) + 1)) for n in numbers)

def count(counter, times):
    for _ in range(times):
        with counter.get_lock():
            counter.value += 1

cpus, most = multiprocessing.cpu_count(), int(sys.argv[1])
with multiprocessing.Pool(cpus) as pool:
    found = sum(pool.map(primes, [range(start, min(start + 500, most)) for start in range(2, most, 500)]))
sieve = bytearray([1]) * most
for n in range(2, most):
    for multiple in range(n * n, most, n):
        sieve[multiple] = 0
right = sum(sieve[2:])
if found != right: sys.exit(f"load-python: {found} primes below {most} instead of {right}")
counter = multiprocessing.Value("i", 0)
workers = [multiprocessing.Process(target=count, args=(counter, 200)) for _ in range(cpus)]
for worker in workers: worker.start()
for worker in workers: worker.join()
if counter.value != 200 * cpus: sys.exit(f"load-python: counted to {counter.value} instead of {200 * cpus}")
print(f"load-python: {found} primes below {most}, counted to {counter.value}, right")
' "${1:-20000}"
