namespace Pilevisor.Interconnect;

/// <summary>How a node takes part in bring-up.</summary>
public sealed class BringUpOptions
{
    /// <summary>Whether this node leads: it was given the guest payload.</summary>
    public bool IsLeader { get; init; }

    /// <summary>The leader: how many nodes the cluster has, itself included: 1 to 64.</summary>
    public int ExpectedNodes { get; init; } = 1;

    /// <summary>The leader: how many nodes the cluster can have at most, once more have joined while the guest runs: <see cref="ExpectedNodes"/> to 64.</summary>
    public int MostNodes { get; init; }

    /// <summary>The leader: what tells this run from earlier ones; 0: derived from the counter and the own address.</summary>
    public ulong Epoch { get; init; }

    /// <summary>A random number that only this node knows, from which those follow that strangers have to bring back; 0: they follow from the counter and the own address, which others may guess.</summary>
    public ulong Secret { get; init; }

    /// <summary>What the node's image is called, in ASCII, for who refuses it: up to <see cref="MaximumImageNameBytes"/> bytes. What is compared is <see cref="NodeFeatures.Image"/>.</summary>
    public byte[] ImageName { get; init; } = [];

    /// <summary>The longest name of an image.</summary>
    public const int MaximumImageNameBytes = 80;

    /// <summary>How long each of the two waits may last (for the description, for the start), in microseconds that this node ran: another's machine may have been stopped for a minute.</summary>
    public ulong BoundMicroseconds { get; init; } = 120_000_000;

    /// <summary>How often what was not answered is sent again, in microseconds.</summary>
    public ulong RepeatMicroseconds { get; init; } = 100_000;

    /// <summary>The leader: how often it asks who wants to join while the guest runs, in microseconds.</summary>
    public ulong JoinMicroseconds { get; init; } = 1_000_000;

    /// <summary>How many exchanges with the leader the clock is set by.</summary>
    public int ClockExchanges { get; init; } = 8;
}
