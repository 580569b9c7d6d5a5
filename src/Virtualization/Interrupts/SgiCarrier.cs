using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Takes SGIs to vCPUs of other nodes, and makes those pending that come from there. What finds no room on the way is kept and merges, as pending SGIs do. Under <see cref="VirtualInterruptLock"/>.</summary>
public abstract class SgiCarrier
{
    /// <summary>What <see cref="VirtualInterruptMessage.GenerateSgi"/> looks like.</summary>
    internal abstract MessageShape Shape { get; }

    /// <summary>Whether everything that was to be sent is on its way.</summary>
    internal abstract bool HasSentAll { get; }

    /// <summary>Makes SGIs pending that another node sent. Takes the lock itself, once the message was checked.</summary>
    internal abstract void Take(in ReceivedMessage message);

    /// <summary>Sends <paramref name="node"/> what waits for it, if there is room.</summary>
    internal abstract void Flush(NodeId node);

    /// <summary><paramref name="node"/> is about to leave: its vCPUs are off, and what waits for them is for nobody.</summary>
    internal abstract void Dismiss(NodeId node);
}
