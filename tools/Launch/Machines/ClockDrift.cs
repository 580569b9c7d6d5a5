using System;
using System.Collections.Generic;
using System.Globalization;

namespace Pilevisor.Launch.Machines;

/// <summary>Has a QEMU's clock run too fast or too slow, and begin elsewhere.</summary>
/// <param name="Library">The file that <see cref="DriftingClock"/> has made.</param>
/// <param name="PartsPerMillion">How much too fast.</param>
/// <param name="Ahead">What its machine's counter has counted when a CPU first reads it.</param>
public sealed record ClockDrift(string Library, int PartsPerMillion, TimeSpan Ahead = default)
{
    private const string DriftVariable = "PILEVISOR_DRIFT";
    private const string AheadVariable = "PILEVISOR_AHEAD";

    /// <summary>Has a process that is to be started with such an environment take its time from the library.</summary>
    public void Apply(IDictionary<string, string?> environment)
    {
        environment["LD_PRELOAD"] = Library;
        environment[DriftVariable] = PartsPerMillion.ToString(CultureInfo.InvariantCulture);
        environment[AheadVariable] = ((long)Ahead.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
    }
}
