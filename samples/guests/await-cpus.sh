#!/bin/sh
# Waits until the guest has so many CPUs on line, and no other number. Usage: await-cpus CPUS [SECONDS]
for _ in $(seq $((${2:-60} * 10))); do
    [ "$(nproc)" = "$1" ] && echo "await-cpus: $1 CPUs" && exit 0
    usleep 100000
done
echo "await-cpus: $(nproc) CPUs, not $1, after ${2:-60} s"
exit 1
