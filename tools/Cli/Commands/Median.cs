using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Cli.Commands;

/// <summary>The one in the middle.</summary>
internal static class Median
{
    /// <summary>Of at least one value; of an even number of them the mean of the two in the middle.</summary>
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
