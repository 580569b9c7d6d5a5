using System;
using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Launch.Guests;

/// <summary>A name that nothing has, and what may have been meant.</summary>
/// <param name="Name">The name.</param>
/// <param name="Alike">The names that are most like it, best first; empty if none is.</param>
public sealed record UnknownName(string Name, IReadOnlyList<string> Alike)
{
    private const int MostAlike = 3;

    /// <summary>Looks for what may have been meant: names that go on where this one ends, and those that a few letters more, less or other make the same.</summary>
    /// <param name="known">The names that there are.</param>
    /// <param name="name">The one that is not among them.</param>
    public static UnknownName Among(IEnumerable<string> known, string name)
    {
        int most = int.Max(1, name.Length / 4);
        IEnumerable<(string Name, int Distance)> near = known.Where(other => int.Abs(other.Length - name.Length) <= most).Select(other => (other, Distance(name, other))).Where(other => other.Item2 <= most);
        IEnumerable<string> longer = known.Where(other => other.StartsWith(name + "-", StringComparison.Ordinal)).OrderBy(other => other.Length).ThenBy(other => other, StringComparer.Ordinal);
        return new UnknownName(name, [.. longer.Concat(near.OrderBy(other => other.Distance).ThenBy(other => other.Name, StringComparer.Ordinal).Select(other => other.Name)).Distinct().Take(MostAlike)]);
    }

    /// <summary>In words, without what it is a name of.</summary>
    public override string ToString() => Alike.Count == 0 ? Name : $"{Name} (is it {string.Join(", or ", Alike)}?)";

    // Levenshtein's, a row at a time.
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = int.Min(replaced, int.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
