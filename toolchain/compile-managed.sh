#!/bin/sh
# compile-managed.sh ILC DIRECTORY: compiles what DIRECTORY/managed.rsp names to managed.o, and refuses what must not reach an image.
# Errors are lines "toolchain : error PV20nn: …", which MSBuild shows as its own; docs/toolchain.md explains each.
set -eu
ilc=$1
cd "$2"

refuse() { # refuse CODE TEXT: one error for each culprit on standard input
    while IFS= read -r culprit; do echo "toolchain : error $1: $culprit $2"; done
    rm -f managed.o
    exit 1
}

[ -x "$ilc" ] || chmod +x "$ilc"
if ! "$ilc" @managed.rsp >ilc.log 2>&1; then
    grep -E '^Error|error|Expected|not found|Exception' ilc.log | sort -u | head -5 |
        refuse PV2001 "(ILC could not compile the image: a language feature that needs a runtime, or something Pilevisor.CoreLib must provide)"
    exit 1
fi

# ILC compiles a reference to a missing member to a throw and warns.
if grep -q 'IL1005' ilc.log; then
    sed -n 's/.*IL1005: \(.*\)/\1/p' ilc.log | sort -u |
        refuse PV2002 "(the framework has it, Pilevisor.CoreLib does not: use something else, or add it to toolchain/CoreLib with the framework's own behaviour)"
fi

# A static constructor that ILC could evaluate leaves no symbol.
if llvm-nm managed.o | grep -q '___cctor$'; then
    llvm-nm managed.o | sed -n 's/.* \([^ ]*\)___cctor$/\1/p' | sort -u |
        refuse PV2003 "keeps a static constructor (ILC could not evaluate its static initialisers at compile time: assign them in a method called at boot)"
fi
