namespace Pilevisor.Interconnect;

/// <summary>
/// What is done with datagrams of some kind: frames outside the sequence, which may be lost, come twice, or come from a machine that has no number yet.
/// </summary>
public abstract class DatagramHandler
{
    /// <summary>Whether it also wants those of another epoch than this node's. Their guest time is not taken over.</summary>
    public virtual bool AcceptsAnyEpoch => false;

    /// <summary>Deals with a datagram. Runs with <see cref="Kernel.LockRank.Receive"/> held; must not wait. The spans are valid until it returns.</summary>
    public abstract void Receive(in DecodedFrame frame);
}
