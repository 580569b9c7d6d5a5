#!/bin/sh
# compile-managed.sh MAIN.dll REFERENCE.dll…: compiles an image's assemblies to OBJECTS/managed.o, and refuses what must not reach an image.
# From the environment: ILC (program), OBJECTS (directory), EXPORTS (assemblies whose [RuntimeExport] methods become symbols).
# Errors are lines "toolchain : error PV20nn: …", which MSBuild shows as its own; docs/toolchain.md has problem, fix and example of each.
set -eu
for program in clang ld.lld llvm-nm llvm-objcopy llvm-objdump; do
    command -v $program >/dev/null || { echo "toolchain : error PV2000: $program is missing: install clang, lld and llvm"; exit 1; }
done
main=$1
shift

{
    echo "$main"
    printf -- '-r:%s\n' "$@"
    printf -- '--generateunmanagedentrypoints:%s\n' $EXPORTS
    cat <<-END
	-o:${OBJECTS}managed.o
	--map:${OBJECTS}managed.map.xml
	--targetos:linux
	--targetarch:arm64
	--systemmodule:Pilevisor.CoreLib
	--nativelib
	--reflectiondata:none
	--noinlinetls
	--methodbodyfolding:none
	--Os
	-g
	--verbose
	END
} >"${OBJECTS}managed.rsp"
log=${OBJECTS}ilc.log
rm -f "${OBJECTS}managed.o"

error() { # error CODE ADVICE: one error for each culprit on standard input
    sort -u | while IFS= read -r culprit; do echo "toolchain : error $1: $culprit $2"; done
}

refuse() { # nothing may link what was refused
    rm -f "${OBJECTS}managed.o"
    exit 1
}

# ILC says which part of a runtime it looked for, and in which method unless that was while it laid out types.
explain_failure() {
    place=$(sed -n "s/^Error: .*Code generation failed for method '\([^']*\)'.*/\1/p" "$log" | head -n 1)
    reason=$(sed -n 's/^ *---> [A-Za-z.]*Exception: //p; s/^Error: //p' "$log" | grep -v 'Code generation failed' | head -n 1)
    case $reason in
    *RuntimeExports*) advice="it boxes a value: use a generic method with a struct constraint" ;;
    *TypeLoaderExports*) advice="it calls a generic virtual method: make it non-generic or non-virtual" ;;
    *ThreadStatics*) advice="a field is [ThreadStatic]: use a component that is there once per CPU" ;;
    *) advice="it needs a part of the runtime that no image has" ;;
    esac
    echo "${place:-the image} does not compile, $advice ($reason)" | error PV2001 ""
}

[ -x "$ILC" ] || chmod +x "$ILC"
if ! "$ILC" "@${OBJECTS}managed.rsp" >"$log" 2>&1; then
    explain_failure
    refuse
fi

# ILC turns a use of a missing member into a throw and warns.
if grep -q IL1005 "$log"; then
    sed -n 's/.*IL1005: //p' "$log" |
        error PV2002 "The framework has it, Pilevisor.CoreLib has not: use something else, or add it to toolchain/CoreLib as the framework defines it"
    refuse
fi

# A static constructor that ILC evaluated leaves no symbol. For the others its log has the reason, under the type's name as it is written in C#.
llvm-nm "${OBJECTS}managed.o" | sed -n 's/.* \([^ ]*\)___cctor$/\1/p' >"${OBJECTS}cctors"
if [ -s "${OBJECTS}cctors" ]; then
    while IFS= read -r type; do
        grep -o "Could not preinitialize '.*" "$log" | while IFS= read -r line; do
            mangled=$(echo "$line" | sed "s/.*ize '\([^']*\)'.*/\1/; s/^\[//; s/[^A-Za-z0-9]/_/g")
            if [ "$mangled" = "$type" ]; then echo "$line"; fi
        done | grep . || echo "Could not preinitialize $type"
    done <"${OBJECTS}cctors" |
        error PV2003 "- so a static constructor would run at EL2: give the field no initialiser and assign it in a method called at boot"
    refuse
fi

# A cell is the target of one interface call, found at run time; it is named after interface, method and caller.
llvm-nm "${OBJECTS}managed.o" | sed -n 's/.* __InterfaceDispatchCell_\(.*\)/\1/p' >"${OBJECTS}cells"
if [ -s "${OBJECTS}cells" ]; then
    error PV2004 "is an interface call that is looked up at run time, since more than three implementations are constructed or the code is shared between \
classes: use an abstract base class, or a struct as type argument" <"${OBJECTS}cells"
    refuse
fi
