using System;

namespace Pilevisor.Kernel;

/// <summary>Tells the other nodes and the host that this node has panicked. Works whatever the CPU holds: takes no lock, allocates nothing, waits a bounded time at most.</summary>
public interface IPanicBroadcast
{
    /// <summary>Sends one line of the report, best effort.</summary>
    void SendLine(ReadOnlySpan<char> line);

    /// <summary>The report is complete: every node that hears it stops.</summary>
    void Finish();
}
