#!/bin/sh
# Debian's packages: stress-ng
# Stressors on every CPU, one kind after the other, each of which checks its own results. Usage: load-stress [TIMES] [STRESSORS]
set -e
cd /tmp
# Not mutex: its threads are SCHED_FIFO and keep all others from running, so that some instances never begin, which it takes for an error. load-sysbench and load-python have mutexes.
kinds=${2:-"cpu vm atomic futex fork switch pipe sem mmap malloc"}
for kind in $kinds; do
    # Some tenths of a second each on one machine. A number of operations and not a time where that can be: how much is done does not depend on the host then.
    case $kind in
    cpu) operations=10 ;;
    vm) operations="500 --vm-bytes 8M" ;;
    atomic) operations=5 ;;
    fork) operations=30 ;;
    # sem waits for its time to be up even if all is done.
    sem) operations="300 --timeout 5" ;;
    mmap) operations="2 --mmap-bytes 4M" ;;
    malloc) operations="300 --malloc-bytes 8M" ;;
    *) operations=300 ;;
    esac
    for time in $(seq "${1:-1}"); do
        # The words of $operations are arguments.
        stress-ng --verify --metrics-brief --"$kind" "$(nproc)" --timeout 1000 --"$kind"-ops $operations >stress.log 2>&1 || { echo "load-stress: $kind ended with status $?"; cat stress.log; exit 1; }
        # Who has done nothing was not seen to be right. Some kinds have further figures, which are no whole numbers.
        awk -v kind="$kind" '$4 == kind && $5 ~ /^[1-9][0-9]*$/ { done = $5; seconds = $6 } END { if (!done) { print "load-stress: " kind " has done nothing"; exit 1 } print "load-stress: " kind " " done " operations in " seconds " s, right" }' stress.log || { cat stress.log; exit 1; }
    done
done
rm stress.log
