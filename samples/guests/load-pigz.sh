#!/bin/sh
# Debian's packages: pigz
# Compresses and decompresses by as many threads as there are CPUs; what comes back must be what went in. Usage: load-pigz [MEBIBYTES]
set -e
cd /tmp
{ head -c "$((${1:-4} << 19))" /dev/urandom; seq 1 9999999 | head -c "$((${1:-4} << 19))"; } >pigz-data
pigz -k -f -p "$(nproc)" pigz-data
[ "$(pigz -dc pigz-data.gz | sha256sum)" = "$(sha256sum <pigz-data)" ] || { echo "load-pigz: other bytes came back"; exit 1; }
echo "load-pigz: $(wc -c <pigz-data) bytes, $(wc -c <pigz-data.gz) compressed, right"
rm pigz-data pigz-data.gz
