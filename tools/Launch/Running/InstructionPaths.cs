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

    // Trace 0: 0x7f1f240024c0 [0000000000000000/000000004020006c/00000061/ff000201]
    private const int AddressDigits = 16;

    /// <summary>The ways that went through one function and not through another. What the log's begin and end cut is left out.</summary>
    /// <param name="log">The log's lines.</param>
    /// <param name="through">How the name of the one ends.</param>
    /// <param name="pastBy">How the name of the other ends; none if null.</param>
    public IReadOnlyList<InstructionPath> Through(IEnumerable<string> log, string through, string? pastBy)
    {
        (ulong Start, ulong End) wanted = symbols.Find(through);
        (ulong Start, ulong End) unwanted = pastBy is null ? default : symbols.Find(pastBy);
        ulong vectors = symbols.Find("vectors").Start;
        List<InstructionPath> paths = [];
        List<ulong> path = [];
        bool hasBegun = false;
        foreach (ulong address in log.Select(Address).OfType<ulong>())
        {
            if (address == vectors + SynchronousOffset || address == vectors + InterruptOffset)
            {
                if (hasBegun && path.Exists(at => Contains(wanted, at)) && !path.Exists(at => Contains(unwanted, at))) paths.Add(Sum(path));
                path.Clear();
                hasBegun = true;
            }

            path.Add(address);
        }

        return paths;
    }

    private InstructionPath Sum(List<ulong> path) => new(path.Count, path.CountBy(symbols.NameAt).ToDictionary());

    private static bool Contains((ulong Start, ulong End) function, ulong address) => address >= function.Start && address < function.End;

    private static ulong? Address(string line)
    {
        int slash = line.IndexOf('/', StringComparison.Ordinal);
        if (!line.StartsWith("Trace ", StringComparison.Ordinal) || slash < 0 || line.Length < slash + 1 + AddressDigits) return null;
        return ulong.TryParse(line.AsSpan(slash + 1, AddressDigits), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong address) ? address : null;
    }
}
