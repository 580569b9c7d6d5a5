using Pilevisor.Launch.Traces;

namespace Pilevisor.Cli.Scaling;

/// <summary>One run of an application.</summary>
/// <param name="Application">Which.</param>
/// <param name="BeganNanoseconds">When, in guest time.</param>
/// <param name="EndedNanoseconds">When it ended.</param>
/// <param name="Result">What it computed; empty if that differs from run to run, and it has checked it itself.</param>
/// <param name="Cost">Where a cluster's time went; null of a machine without a hypervisor.</param>
/// <param name="Trace">What was recorded meanwhile; null likewise.</param>
internal sealed record ScalingMeasurement(ScalingApplication Application, ulong BeganNanoseconds, ulong EndedNanoseconds, string Result, ScalingCost? Cost, Trace? Trace)
{
    /// <summary>How long it took.</summary>
    public double Seconds => (EndedNanoseconds - BeganNanoseconds) / 1e9;
}
