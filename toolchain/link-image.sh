#!/bin/sh
# link-image.sh OBJECT…: links OBJECTS/managed.o and the assembled OBJECTs to OUT/IMAGE_NAME.elf and .bin, and says in .txt what is in it.
# From the environment: IMAGE_NAME, IMAGE_BASE, ARENA_BYTES, EARLY_UART, CONFIGURATION, OBJECTS (directory), OUT (directory), SCRIPT (linker script).
set -eu
elf=$OUT$IMAGE_NAME.elf
bin=$OUT$IMAGE_NAME.bin
managed=${OBJECTS}managed.o
log=${OBJECTS}link.log
rm -f "$bin"

# The identity names what is linked, wherever it was built: debug information, which holds paths, does not count.
identify() {
    {
        for object in "$managed" "$@"; do
            llvm-objcopy --strip-debug "$object" "${OBJECTS}stripped"
            cat "${OBJECTS}stripped"
        done
        cat "$SCRIPT"
        echo "$IMAGE_BASE $ARENA_BYTES"
    } | sha256sum | cut -c1-12
}
# What boot.S finds out about where it runs is relative to where it was linked.
if [ $((IMAGE_BASE % 0x200000)) != 0 ] || [ $((IMAGE_BASE >> 39)) != 0 ]; then
    echo "toolchain : error PV2018: ImageBase $IMAGE_BASE is not a 2 MiB boundary below 512 GiB: an image runs at those only"
    exit 1
fi
identity="$IMAGE_NAME $(identify "$@")"
printf '\t.section .rodata\n\t.global image_identity\nimage_identity:\n\t.asciz "%s"\n' "$identity" >"${OBJECTS}identity.S"
clang --target=aarch64-none-elf -c "${OBJECTS}identity.S" -o "${OBJECTS}identity.o"

# Each undefined symbol with the first place that refers to it. ILC's runtime entry points are undefined on purpose: using them must break the build.
explain_failure() {
    grep -v 'undefined symbol\|^>>>\|^$' "$log" | sed 's/^ld.lld: error: \(.*\)/toolchain : error PV2012: \1/'
    awk '/undefined symbol: /{symbol = $NF} /referenced by/ && symbol != "" {print symbol, $0; symbol = ""}' "$log" | sort -u |
        while read -r symbol place; do
            place=$(echo "$place" | sed 's/.*:(\(.*\))$/\1/; s/^>>> referenced by //')
            case $symbol in
            Rh*)
                echo "toolchain : error PV2011: $place needs $symbol, a service of the runtime that no image has" ;;
            *)
                echo "toolchain : error PV2010: $place refers to $symbol, which nothing defines: export it with [RuntimeExport] or assemble it" ;;
            esac
        done
}

# Position-independent: boot.S walks the relocations (RELR, which is two bits a pointer or so) and has no others.
if ! ld.lld -static -pie --no-dynamic-linker --pack-dyn-relocs=relr --gc-sections -z max-page-size=4096 -z norelro --no-undefined --error-limit=0 \
    --defsym=IMAGE_BASE="$IMAGE_BASE" --defsym=ARENA_BYTES="$ARENA_BYTES" -T "$SCRIPT" \
    "$@" "${OBJECTS}identity.o" "$managed" -o "$elf" -Map="${OBJECTS}link.map" 2>"$log"; then
    explain_failure
    exit 1
fi
sh "$(dirname "$0")/check-registers.sh" "$elf"
llvm-objcopy -O binary "$elf" "$bin"

# A loader knows the image by the header's magic number (Documentation/arch/arm64/booting.rst).
if [ "$(od -An -tx1 -j 56 -N 4 "$bin" | tr -d ' ')" != 41524d64 ]; then
    rm -f "$bin"
    echo "toolchain : error PV2013: the image does not begin with an arm64 Image header: .text.boot of boot.S must come first"
    exit 1
fi

bytes() { # bytes FROM TO: what lies between two symbols
    llvm-nm "$elf" | awk -v from="$1" -v to="$2" '$3 == from {a = $1} $3 == to {b = $1} END {print a, b}' |
        { read -r a b; printf '%10d' "$((0x$b - 0x$a))"; }
}
{
    echo "image          $identity"
    echo "configuration  $CONFIGURATION"
    echo "binary         $(basename "$bin"), sha256 $(sha256sum "$bin" | cut -d' ' -f1)"
    echo "linked to      $IMAGE_BASE, runs at any 2 MiB boundary"
    echo "early UART     $EARLY_UART"
    echo
    echo "bytes"
    echo "  text    $(bytes __text_start __text_end)"
    echo "  rodata  $(bytes __rodata_start __rodata_end)"
    echo "  data    $(bytes __data_start __bss_start)"
    echo "  bss     $(bytes __bss_start __bss_end)"
    echo "  arena   $(bytes __arena_start __arena_end)"
    echo "  stacks  $(bytes __stacks_start __image_end)"
    echo "  in all  $(bytes __image_start __image_end)"
    echo
    echo "assemblies"
    grep '\.dll$' "${OBJECTS}managed.rsp" | sed 's/^-r://; s/.*\//  /' | sort
    echo
    echo "assembled"
    for object in "$@"; do basename "$object" .o | sed 's/^/  /; s/$/.S/'; done | sort
} >"$OUT$IMAGE_NAME.txt"
