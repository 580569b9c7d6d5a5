using Pilevisor.Interconnect;

namespace Pilevisor.Lab.Simulation;

/// <summary>Nobody records a simulated node.</summary>
internal sealed class NoTrace : ITraceSink
{
    public bool IsOn => false;

    public void Write(in TraceEntry entry)
    {
    }
}
