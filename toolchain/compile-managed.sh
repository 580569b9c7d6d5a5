#!/bin/sh
# compile-managed.sh MAIN.dll REFERENCE.dll…: compiles an image's assemblies to OBJECTS/managed.o, and refuses what must not reach an image.
# From the environment: ILC (program), OBJECTS (directory), EXPORTS (assemblies whose [RuntimeExport] methods become symbols).
# Errors are lines "toolchain : error PV20nn: …", which MSBuild shows as its own; docs/toolchain.md has problem, fix and example of each.
set -eu
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
	-O
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

# ILC names what it cannot compile, but not where: one thread at a time, the last method it took up is the place.
explain_failure() {
    "$ILC" "@${OBJECTS}managed.rsp" --parallelism:1 >"$log" 2>&1 || true
    place=$(sed -n 's/^ILC: \(Scanning\|Compiling\) \(.*\)\.\.\.$/\2/p' "$log" | tail -n 1)
    sed -n 's/^Error: \(.*\)/\1/p' "$log" | head -n 1 |
        error PV2001 "(while compiling $place): it needs a part of the runtime that no image has. Boxing, generic virtual methods, thread statics, lock and reflection do"
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

# A static constructor that ILC evaluated leaves no symbol.
if llvm-nm "${OBJECTS}managed.o" | grep -q '___cctor$'; then
    {
        grep -o "Could not preinitialize '.*" "$log" || llvm-nm "${OBJECTS}managed.o" | sed -n 's/.* \([^ ]*___cctor\)$/\1 is in the image/p'
    } | error PV2003 "- so a static constructor would run at EL2: give the field no initialiser and assign it in a method called at boot"
    refuse
fi
