namespace Pilevisor.Interconnect;

/// <summary>
/// What is done with datagrams of some kind: frames outside the sequence, which may be lost, come twice, or come from a machine that has no number yet.
/// </summary>
public abstract class DatagramHandler
{
    /// <summary>Whether it also wants those of another epoch than this node's.</summary>
    public virtual bool AcceptsAnyEpoch => false;

    /// <summary>
    /// Deals with a datagram, which any machine may have sent. Its guest time has not been taken over. Runs with <see cref="Kernel.LockRank.Receive"/> held; must not wait. The spans are valid until it returns.
    /// </summary>
    /// <returns>False if it is refused: then it has changed nothing, and is counted.</returns>
    public abstract bool TryReceive(in DecodedFrame frame);
}
