#!/bin/sh
# assemble.sh SOURCE.S OBJECT.o: assembles a part of the image that is not C#, and tells it of the serial port that is there before any C# runs (early.S).
# From the environment: EARLY_UART, the kind of that port and where its registers are (pl011@0x9000000, cadence@0xff000000), or none.
set -eu
refuse() {
    echo "toolchain : error PV2017: EarlyUart \"$EARLY_UART\" $1: right are pl011@0x9000000, cadence@0xff000000 and the like, or none"
    exit 1
}
case $EARLY_UART in
none) kind=0 ;;
pl011@*) kind=1 ;;
cadence@*) kind=2 ;;
*@*) refuse "is of a kind that early.S does not know" ;;
*) refuse "is not a kind of port, an @ and an address" ;;
esac
address=0
if [ "$kind" != 0 ]; then
    address=${EARLY_UART#*@}
    digits=${address#0x}
    case $digits in
    "$address" | "" | *[!0-9A-Fa-f]*) refuse "has no address in hexadecimal, with 0x" ;;
    ???????????*) refuse "has an address of more than 40 bits" ;;
    esac
    if [ $((address % 4)) != 0 ]; then refuse "has an address that is no multiple of 4"; fi
fi
clang --target=aarch64-none-elf -g -c "$1" -o "$2" "-Wa,-defsym,EARLY_UART=$kind" "-Wa,-defsym,EARLY_UART_ADDRESS=$address"
