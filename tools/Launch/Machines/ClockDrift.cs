namespace Pilevisor.Launch.Machines;

/// <summary>Has a QEMU's clock run too fast or too slow.</summary>
/// <param name="Library">The file that <see cref="DriftingClock"/> has made.</param>
/// <param name="PartsPerMillion">How much too fast.</param>
public sealed record ClockDrift(string Library, int PartsPerMillion);
