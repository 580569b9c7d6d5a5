#!/bin/sh
# Takes a CPU off line and back, again and again. Usage: hotplug [ROUNDS] [CPU]
rounds=${1:-100}
cpu=${2:-$(($(nproc) - 1))}
all=$(nproc)
switch=/sys/devices/system/cpu/cpu$cpu/online
for round in $(seq "$rounds"); do
    echo 0 >"$switch" || { echo "hotplug: round $round: CPU $cpu does not go off line"; exit 1; }
    [ "$(nproc)" = $((all - 1)) ] || { echo "hotplug: round $round: $(nproc) CPUs while CPU $cpu is off line"; exit 1; }
    echo 1 >"$switch" || { echo "hotplug: round $round: CPU $cpu does not come back"; exit 1; }
    [ "$(taskset -c "$cpu" sh -c 'echo ran')" = ran ] || { echo "hotplug: round $round: CPU $cpu runs nothing"; exit 1; }
done
echo "hotplug: CPU $cpu off line and back $rounds times"
