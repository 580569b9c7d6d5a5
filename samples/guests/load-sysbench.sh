#!/bin/sh
# Debian's packages: sysbench
# Its tests of CPU, memory, mutexes and threads, on every CPU. Usage: load-sysbench [SECONDS]
set -e
cd /tmp
for test in cpu "memory --memory-block-size=64K --memory-total-size=1G" "mutex --mutex-num=64 --mutex-locks=2000 --mutex-loops=100" "threads --thread-yields=10 --thread-locks=4"; do
    # The words of $test are arguments.
    sysbench $test --threads="$(nproc)" --time="${1:-2}" run >sysbench.log 2>&1 || { echo "load-sysbench: $test ended with status $?"; cat sysbench.log; exit 1; }
    awk -v "test=${test%% *}" '/total number of events:/ && $5 > 0 { done = $5 } END { if (!done) { print "load-sysbench: " test " has done nothing"; exit 1 } print "load-sysbench: " test " " done " events" }' sysbench.log || { cat sysbench.log; exit 1; }
done
rm sysbench.log
