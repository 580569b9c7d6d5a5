#!/bin/sh
# link-image.sh OBJECT…: links managed.o and the assembled OBJECTs to OUT/IMAGE_NAME.elf and .bin, and writes what is in it to .txt.
# From the environment: IMAGE_NAME, IMAGE_BASE, ARENA_BYTES, CONFIGURATION, OBJECTS (directory), OUT (directory), SCRIPT (linker script).
set -eu
elf=$OUT$IMAGE_NAME.elf
bin=$OUT$IMAGE_NAME.bin
managed=${OBJECTS}managed.o
rm -f "$bin"

# The identity names what was linked, wherever it was built: debug information, which holds paths, does not count.
hash=$(
    {
        for object in "$managed" "$@"; do llvm-objcopy --strip-debug "$object" - ; done
        cat "$SCRIPT"
        echo "$IMAGE_BASE $ARENA_BYTES"
    } | sha256sum | cut -c1-12
)
printf '\t.section .rodata\n\t.global image_identity\nimage_identity:\n\t.asciz "%s %s"\n' "$IMAGE_NAME" "$hash" >"${OBJECTS}identity.S"
clang --target=aarch64-none-elf -c "${OBJECTS}identity.S" -o "${OBJECTS}identity.o"

ld.lld -static --gc-sections -z max-page-size=4096 -z norelro --no-undefined --defsym=IMAGE_BASE="$IMAGE_BASE" --defsym=ARENA_BYTES="$ARENA_BYTES" \
    -T "$SCRIPT" "$@" "${OBJECTS}identity.o" "$managed" -o "$elf" -Map="${OBJECTS}link.map"
llvm-objcopy -O binary "$elf" "$bin"
