#!/bin/sh
# check-registers.sh IMAGE.elf: refuses an image that uses SIMD registers where vectors.S does not save the guest's.
#
# What compiled code may name is what the vectors save of every trap: q0 to q7, q16 and q17; and only to move data, so that FPSR and FPCR stay the guest's.
# The fast lane saves none: nothing that can be reached from kernel_fast_trap may name one. A call behind which there is a BRK does not return, and
# nothing behind it can touch a guest that goes on. One call there has its target looked up: that of the handler, kernel_fast_trap's own, which
# can reach every method TryHandleFast. Assembled leaves (asm_…) jump within themselves.
set -eu
llvm-objdump -d --no-show-raw-insn "$1" | awk -F'\t' '
    function error(code, text) { print "toolchain : error " code ": " text; failed = 1 }
    function simd(operands) { return match(" " operands, /[ ,{[][vqdshb][0-9]+/) ? substr(" " operands, RSTART + 1, RLENGTH - 1) : "" }

    # Of the function that is read: calls (their target, once it is known that they return), its first SIMD register, its first indirect branch.
    function commit() { if (pending != "") calls[name] = calls[name] " " pending; pending = "" }

    /^[0-9a-f]+ <.*>:$/ { commit(); name = $0; sub(/^[0-9a-f]+ </, "", name); sub(/>:$/, "", name); functions[++count] = name; next }
    NF < 2 { next }
    {
        split($2, mnemonic, " "); instruction = mnemonic[1]; operands = NF > 2 ? $3 : substr($2, length(instruction) + 1)
        sub(/ <.*/, "", operands)
        if (instruction == "brk") pending = ""
        if (instruction != "nop") commit()
        target = match($0, /<[^>]*>*$/) ? substr($0, RSTART + 1, RLENGTH - 2) : ""
        sub(/\+0x[0-9a-f]+$/, "", target)
        if (instruction == "bl") pending = target
        else if (instruction ~ /^(b|b\..*|cbn?z|tbn?z)$/ && target != name) calls[name] = calls[name] " " target
        else if (instruction ~ /^(blr|br)$/ && name !~ /^asm_/) indirect[name]++
        register = instruction ~ /^(at|dc|ic|tlbi|sys|msr|mrs)$/ ? "" : simd(operands)
        if (register == "") next
        if (!(name in first)) first[name] = instruction " " operands
        if (name ~ /^asm_(save|restore)_other_simd_registers$/ || name == "asm_enter_guest") next
        rest = " " operands
        while (match(rest, /[ ,{[][vqdshb][0-9]+/)) {
            number = substr(rest, RSTART + 2, RLENGTH - 2) + 0
            if (number > 7 && number != 16 && number != 17) error("PV2016", name " names a SIMD register that the vectors do not save: " instruction " " operands)
            rest = substr(rest, RSTART + RLENGTH)
        }
        if (instruction !~ /^(ldp|ldr|ldur|stp|str|stur|movi|mvni|mov|umov|fmov|ins|dup|cnt|addv|uaddlv|and|orr|eor|bic|cmeq|uminv|umaxv|umaxp|ext|rev64|rev32|rev16)$/)
            error("PV2016", name " may change FPSR, which the vectors do not save: " instruction " " operands)
    }

    # Breadth first, so that the chain that is shown is the shortest.
    END {
        commit()
        queue[1] = "kernel_fast_trap"; from["kernel_fast_trap"] = ""
        for (head = tail = 1; head <= tail; head++) {
            name = queue[head]
            chain = name
            for (caller = from[name]; caller != ""; caller = from[caller]) chain = caller " -> " chain
            if (name in first) error("PV2014", "the fast lane reaches " first[name] ": " chain)
            if (indirect[name] > (name == "kernel_fast_trap")) error("PV2015", "the fast lane reaches a call whose target is found at run time: " chain)
            n = split(calls[name], targets, " ")
            for (i = 1; i <= n; i++) if (!(targets[i] in from)) { from[targets[i]] = name; queue[++tail] = targets[i] }
            if (name == "kernel_fast_trap" && indirect[name])
                for (i = 1; i <= count; i++) if (functions[i] ~ /__TryHandleFast$/ && !(functions[i] in from)) { from[functions[i]] = name; queue[++tail] = functions[i] }
        }
        exit failed
    }'
