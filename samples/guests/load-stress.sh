#!/bin/sh
# Debian's packages: stress-ng
# Stressors on every CPU, one kind after the other, each of which checks its own results. Usage: load-stress [SECONDS] [STRESSORS]
set -e
cd /tmp
kinds=${2:-"cpu vm atomic mutex futex fork switch pipe sem mmap malloc"}
for kind in $kinds; do
    case $kind in
    vm) more="--vm-bytes 8M" ;;
    mmap) more="--mmap-bytes 4M" ;;
    malloc) more="--malloc-bytes 8M" ;;
    *) more= ;;
    esac
    # The words of $more are arguments.
    stress-ng --verify --metrics-brief --"$kind" "$(nproc)" --timeout "${1:-2}" $more >stress.log 2>&1 || { echo "load-stress: $kind ended with status $?"; cat stress.log; exit 1; }
    # Who has done nothing was not seen to be right. Some kinds have further figures, which are no whole numbers.
    awk -v kind="$kind" '$4 == kind && $5 ~ /^[1-9][0-9]*$/ { done = $5 } END { if (!done) { print "load-stress: " kind " has done nothing"; exit 1 } print "load-stress: " kind " " done " operations, right" }' stress.log || { cat stress.log; exit 1; }
done
rm stress.log
