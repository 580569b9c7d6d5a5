#!/bin/sh
# Debian's packages: gcc libc6-dev
# Compiles files on every CPU, links them, and runs what comes of it, which has one right result. Usage: load-gcc [FILES]
set -e
files=${1:-8}
rm -rf /tmp/gcc
mkdir /tmp/gcc
cd /tmp/gcc
{
    echo '#include <pthread.h>'
    echo '#include <stdio.h>'
    for i in $(seq "$files"); do echo "unsigned long part$i(void);"; done
    echo 'static unsigned long sums[1000];'
    echo 'static unsigned long (*parts[])(void) = {'
    for i in $(seq "$files"); do echo "part$i,"; done
    echo '};'
    echo 'static void *work(void *i) { sums[(long)i] = parts[(long)i](); return 0; }'
    echo "int main(void) { pthread_t t[$files]; unsigned long sum = 0;"
    echo "for (long i = 0; i < $files; i++) pthread_create(&t[i], 0, work, (void *)i);"
    echo "for (long i = 0; i < $files; i++) { pthread_join(t[i], 0); sum += sums[i]; }"
    echo 'printf("%lu\n", sum); return 0; }'
} >main.c
# The sum of the numbers up to 100000, each plus the file's number.
for i in $(seq "$files"); do
    echo "unsigned long part$i(void) { volatile unsigned long sum = 0; for (unsigned long n = 1; n <= 100000; n++) sum += n + $i; return sum; }" >part"$i".c
done
ls -- *.c | xargs -n 1 -P "$(nproc)" gcc -O2 -Wall -Werror -c
gcc -pthread -o program ./*.o
sum=$(./program)
right=$((files * 5000050000 + 100000 * files * (files + 1) / 2))
[ "$sum" = "$right" ] || { echo "load-gcc: the program says $sum instead of $right"; exit 1; }
cd /
rm -r /tmp/gcc
echo "load-gcc: $((files + 1)) files compiled, and their program is right"
