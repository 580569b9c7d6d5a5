#!/bin/sh
# Debian's packages: make
# Linux's sources: fs/autofs
# Builds a module of the guest's kernel, of its own sources and by its own build system, on every CPU; the kernel must take it. Of fewer FILES only objects are made, and no module. Usage: load-kbuild [FILES]
set -e
rm -rf /tmp/kbuild
cp -r /usr/src/linux/fs/autofs /tmp/kbuild
cd /tmp/kbuild
all=$(ls -- *.c | wc -l)
files=${1:-$all}
[ "$files" -ge 1 ] && [ "$files" -le "$all" ] || { echo "load-kbuild: $files is not from 1 to the $all files there are"; exit 2; }
objects=$(ls -- *.c | head -n "$files" | sed 's/c$/o/')
[ "$files" = "$all" ] && what=modules || what=$objects
# No debug information, without which a file takes half as long. The words of $what are arguments.
make -C "/lib/modules/$(uname -r)/build" M=/tmp/kbuild KCFLAGS=-g0 -j "$(nproc)" $what >make.log 2>&1 || { echo "load-kbuild: make ended with status $?"; cat make.log; exit 1; }
# The words of $objects are files.
result=$(cat $objects | sha256sum | cut -c 1-16)
came="$files of $all files of Linux $(uname -r) compiled"
if [ "$what" = modules ]; then
    ! grep -q autofs /proc/filesystems || { echo "load-kbuild: the kernel has autofs already"; exit 1; }
    insmod ./*.ko
    grep -q autofs /proc/filesystems || { echo "load-kbuild: the kernel took the module, and has no autofs"; exit 1; }
    rmmod "$(basename ./*.ko .ko)"
    came="$came, and the kernel takes their module"
fi
cd /
rm -r /tmp/kbuild
echo "load-kbuild: $came, result $result"
