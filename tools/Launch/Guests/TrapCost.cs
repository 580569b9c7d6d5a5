using System;
using System.Globalization;
using System.Linq;

namespace Pilevisor.Launch.Guests;

/// <summary>What the flat guest trapcost found.</summary>
/// <param name="Trap">What it trapped for.</param>
/// <param name="Instructions">How many instructions that took outside the guest, if the machine's clock counts them: see <see cref="ClusterConfiguration.CountsInstructions"/>.</param>
public sealed record TrapCost(string Trap, long Instructions)
{
    /// <summary>What a console has of that guest: each line is a name, spaces and a number; others are left out.</summary>
    public static TrapCost[] In(string console) => [.. console.Split('\n').Select(Parse).OfType<TrapCost>()];

    private static TrapCost? Parse(string line)
    {
        int space = line.LastIndexOf(' ');
        if (space < 0 || !long.TryParse(line.AsSpan(space + 1).TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out long instructions)) return null;
        return new TrapCost(line[..space].Trim(), instructions);
    }
}
