using System.Collections.Generic;
using Pilevisor.Interconnect;

namespace Pilevisor.Lab.Simulation;

/// <summary>
/// What is under way from one node to another over a link with faults. The receiver that decides about frames is the one that ships, and keeps those that come early; the sender keeps what was not acknowledged, and sends again what the
/// receiver says is missing, and all that is not there after the shipped delivery's time-out, or when the receiver reports a gap.
/// </summary>
internal sealed class SimChannel(int number)
{
    // A receiver that keeps as many as it can tell of.
    private const int Reach = 32;

    /// <summary>Which one it is: sender x nodes + receiver.</summary>
    public int Number { get; } = number;

    public PeerReceiver Receiver { get; } = new() { Reach = Reach };

    /// <summary>Messages not known to have arrived; the first has number <see cref="Oldest"/>.</summary>
    public List<int> Unacknowledged { get; } = [];

    public uint Oldest { get; set; }

    /// <summary>Behind the last message that was sent again.</summary>
    public uint Repeated { get; set; }

    public uint Next => Oldest + (uint)Unacknowledged.Count;

    /// <summary>Whether a time-out is under way.</summary>
    public bool IsTimed { get; set; }
}
