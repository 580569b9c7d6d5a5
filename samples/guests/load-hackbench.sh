#!/bin/sh
# Debian's packages: rt-tests
# Groups of senders and receivers: processes by sockets, threads by pipes. Usage: load-hackbench [GROUPS] [LOOPS]
set -e
cd /tmp
for how in --process "--threads --pipe"; do
    # The words of $how are arguments.
    hackbench $how -g "${1:-2}" -f 5 -l "${2:-100}" >hackbench.log 2>&1 || { echo "load-hackbench: $how ended with status $?"; cat hackbench.log; exit 1; }
    # hackbench ends with status 0 even if a sender fails; only who comes to the end says how long it took.
    grep -q '^Time: ' hackbench.log || { echo "load-hackbench: $how did not come to its end"; cat hackbench.log; exit 1; }
done
rm hackbench.log
echo "load-hackbench: right"
