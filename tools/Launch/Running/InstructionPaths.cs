using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Pilevisor.Launch.Images;

namespace Pilevisor.Launch.Running;

/// <summary>Ways through the hypervisor, from an exception taken from the guest to the return to it, in QEMU's log of instructions.</summary>
/// <param name="symbols">The image's.</param>
public sealed class InstructionPaths(ImageSymbols symbols)
{
    // Arm ARM, D1.3.1.5: exceptions from a lower level that uses AArch64, synchronous ones and IRQs.
    private const ulong SynchronousOffset = 0x400;
    private const ulong InterruptOffset = 0x480;

    // Behind the prefix the CPU: Trace 0: 0x7f1f240024c0 [0000000000000000/000000004020006c/00000061/ff000201]
    private const string Prefix = "Trace ";
    private const int AddressDigits = 16;

    /// <summary>The ways of one kind. Each CPU's are told apart; what the log's begin and end cut is left out.</summary>
    /// <param name="log">The log's lines.</param>
    /// <param name="kind">Which.</param>
    public IReadOnlyList<InstructionPath> Of(IEnumerable<string> log, PathKind kind)
    {
        (ulong Start, ulong End) through = symbols.Find(kind.Through);
        (ulong Start, ulong End) pastBy = kind.PastBy is null ? default : symbols.Find(kind.PastBy);
        ulong vectors = symbols.Find("vectors").Start;
        List<InstructionPath> paths = [];
        Dictionary<int, List<ulong>> underWay = [];
        foreach ((int cpu, ulong address) in log.Select(Parse).OfType<(int, ulong)>())
        {
            if (address == vectors + SynchronousOffset || address == vectors + InterruptOffset)
            {
                if (underWay.TryGetValue(cpu, out List<ulong>? path) && path.Exists(at => Contains(through, at)) && !path.Exists(at => Contains(pastBy, at))) paths.Add(Sum(WithoutWaiting(path, kind)));
                underWay[cpu] = [];
            }

            if (underWay.TryGetValue(cpu, out List<ulong>? way)) way.Add(address);
        }

        return paths;
    }

    private List<ulong> WithoutWaiting(List<ulong> path, PathKind kind)
    {
        if (kind.Round is null) return path;
        ulong round = symbols.Find(kind.Round).Start;
        (ulong Start, ulong End) news = symbols.Find(kind.News!);
        List<ulong> kept = [];
        int begin = 0;
        for (int next = path.IndexOf(round); next >= 0; next = path.IndexOf(round, begin + 1))
        {
            List<ulong> part = path[begin..next];
            if (path[begin] != round || part.Exists(at => Contains(news, at))) kept.AddRange(part);
            begin = next;
        }

        // What comes behind the last round's begin goes on until the guest is back.
        return [.. kept, .. path[begin..]];
    }

    private InstructionPath Sum(List<ulong> path) => new(path.Count, path.CountBy(symbols.NameAt).ToDictionary());

    private static bool Contains((ulong Start, ulong End) function, ulong address) => address >= function.Start && address < function.End;

    private static (int Cpu, ulong Address)? Parse(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        int slash = line.IndexOf('/', StringComparison.Ordinal);
        if (!line.StartsWith(Prefix, StringComparison.Ordinal) || colon < 0 || slash < 0 || line.Length < slash + 1 + AddressDigits) return null;
        return int.TryParse(line.AsSpan(Prefix.Length..colon), NumberStyles.None, CultureInfo.InvariantCulture, out int cpu)
            && ulong.TryParse(line.AsSpan(slash + 1, AddressDigits), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong address) ? (cpu, address) : null;
    }
}
