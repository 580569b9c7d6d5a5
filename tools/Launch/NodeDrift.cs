using System;
using System.Globalization;

namespace Pilevisor.Launch;

/// <summary>A machine whose clock runs too fast or too slow, or begins elsewhere.</summary>
/// <param name="Node">Its number.</param>
/// <param name="PartsPerMillion">How much too fast; too slow if it is less than 0.</param>
/// <param name="Ahead">What its counter has counted already when the machine starts.</param>
public sealed record NodeDrift(int Node, int PartsPerMillion, TimeSpan Ahead = default)
{
    /// <summary>As `--drift` takes it.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Node}={PartsPerMillion:+0;-0;0}ppm{(Ahead == TimeSpan.Zero ? string.Empty : $",+{Ahead.TotalHours.ToString("0.######", CultureInfo.InvariantCulture)}h")}");
}
