#!/bin/sh
# Debian's packages: openssl
# Digests and ciphers on every CPU, then known answers, and signatures and ciphertexts that must verify and come back. Usage: load-openssl [SECONDS]
set -e
cd /tmp
openssl speed -multi "$(nproc)" -seconds "${1:-1}" -bytes 4096 sha256 aes-128-cbc >openssl.log 2>&1 || { echo "load-openssl: speed ended with status $?"; cat openssl.log; exit 1; }
[ "$(printf abc | openssl dgst -sha256 -r | cut -c 1-64)" = ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad ] || { echo "load-openssl: another SHA-256 of abc"; exit 1; }
[ "$(printf abc | openssl dgst -sha512 -r | cut -c 1-32)" = ddaf35a193617abacc417349ae204131 ] || { echo "load-openssl: another SHA-512 of abc"; exit 1; }
head -c 1048576 /dev/urandom >plain
[ "$(openssl dgst -sha256 -r <plain | cut -c 1-64)" = "$(sha256sum <plain | cut -c 1-64)" ] || { echo "load-openssl: another SHA-256 than sha256sum's"; exit 1; }
openssl enc -aes-256-ctr -pbkdf2 -iter 100 -pass pass:a -in plain -out sealed
openssl enc -d -aes-256-ctr -pbkdf2 -iter 100 -pass pass:a -in sealed | cmp - plain || { echo "load-openssl: other bytes came back"; exit 1; }
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem
openssl pkey -in key.pem -pubout -out public.pem
openssl dgst -sha256 -sign key.pem -out signature plain
openssl dgst -sha256 -verify public.pem -signature signature plain >openssl.log || { echo "load-openssl: its own signature does not verify"; exit 1; }
rm openssl.log plain sealed key.pem public.pem signature
echo "load-openssl: right"
