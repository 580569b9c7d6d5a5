using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Pilevisor.Toolchain.Tests;

/// <summary>An image's functions and what each calls by name, from its disassembly.</summary>
internal sealed partial class DisassembledImage
{
    private readonly Dictionary<string, HashSet<string>> _calls = [];

    private DisassembledImage(IEnumerable<string> lines)
    {
        HashSet<string> current = [];
        foreach (string line in lines)
        {
            if (Head().Match(line) is { Success: true } head)
            {
                current = [];
                _calls[head.Groups[1].Value] = current;
            }
            else if (Branch().Match(line) is { Success: true } branch)
            {
                current.Add(branch.Groups[1].Value);
            }
        }
    }

    public IReadOnlyCollection<string> Functions => _calls.Keys;

    public static DisassembledImage Read(string elf) => new(Run("llvm-objdump", "-d", "--no-show-raw-insn", elf));

    /// <summary>The names of all that an image has.</summary>
    public static string[] Symbols(string elf) => [.. Run("llvm-nm", "--just-symbol-name", elf)];

    /// <summary>Which functions call one that <paramref name="isTarget"/> names.</summary>
    public IEnumerable<string> Callers(Func<string, bool> isTarget) => _calls.Where(f => f.Value.Any(isTarget)).Select(f => f.Key);

    /// <summary>What can be reached from <paramref name="root"/> by calls whose target is known, without going on from where <paramref name="isEnd"/> says.</summary>
    public HashSet<string> Reachable(string root, Func<string, bool> isEnd)
    {
        HashSet<string> reached = [root];
        Queue<string> pending = new([root]);
        while (pending.TryDequeue(out string? function))
        {
            if (isEnd(function) || !_calls.TryGetValue(function, out HashSet<string>? next)) continue;
            foreach (string target in next.Where(reached.Add)) pending.Enqueue(target);
        }
        return reached;
    }

    private static List<string> Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        List<string> lines = [];
        while (process.StandardOutput.ReadLine() is { } line) lines.Add(line);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return lines;
    }

    [GeneratedRegex("^[0-9a-f]+ <(.*)>:$")]
    private static partial Regex Head();

    // A call, or a jump out of the function: those within carry an offset.
    [GeneratedRegex(@"\t(?:bl|b)\t0x[0-9a-f]+ <([^+]*)>$")]
    private static partial Regex Branch();
}
