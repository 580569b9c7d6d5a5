#!/bin/sh
# Debian's packages: xz-utils
# Compresses and decompresses by as many threads as there are CPUs; what comes back must be what went in. Usage: load-xz [MEBIBYTES]
set -e
cd /tmp
{ head -c "$((${1:-2} << 19))" /dev/urandom; seq 1 9999999 | head -c "$((${1:-2} << 19))"; } >xz-data
xz -1 -k -f -T "$(nproc)" --block-size=256KiB xz-data
[ "$(xz -dc -T "$(nproc)" xz-data.xz | sha256sum)" = "$(sha256sum <xz-data)" ] || { echo "load-xz: other bytes came back"; exit 1; }
echo "load-xz: $(wc -c <xz-data) bytes, $(wc -c <xz-data.xz) compressed, right"
rm xz-data xz-data.xz
