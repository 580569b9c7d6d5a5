using Pilevisor.Launch.Traces.Analysis;

namespace Pilevisor.Cli.TraceReports;

/// <summary>Waits, for --json.</summary>
/// <param name="Waits">How many.</param>
/// <param name="Milliseconds">How long together.</param>
internal sealed record WaitReport(long Waits, double Milliseconds)
{
    public static WaitReport Of(WaitTotal wait) => new(wait.Waits, wait.Milliseconds);
}
