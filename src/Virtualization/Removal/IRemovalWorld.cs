using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>What <see cref="NodeRemoval"/> does to the cluster and the guest, and sees of them. On the leader.</summary>
public interface IRemovalWorld
{
    /// <summary>Whether <paramref name="node"/>, any number, is there and could leave.</summary>
    bool CanLeave(NodeId node);

    /// <summary>Whether <paramref name="node"/>, any number, was there when the guest booted.</summary>
    bool WasThereAtBoot(NodeId node);

    /// <summary>Asks the guest for all memory of <paramref name="node"/>.</summary>
    void Withdraw(NodeId node);

    /// <summary>Asks the guest to use all memory of <paramref name="node"/>.</summary>
    void Offer(NodeId node);

    /// <summary>How much the guest uses of the memory of <paramref name="node"/>, in bytes.</summary>
    ulong PluggedBytes(NodeId node);

    /// <summary>An SPI that the guest has acknowledged on a vCPU of <paramref name="node"/> and not ended; 0 if there is none.</summary>
    uint ActiveInterruptAt(NodeId node);

    /// <summary>Asks <paramref name="node"/> to turn none of its vCPUs on any more: <see cref="NodeRemoval.TakeClosed"/> is the answer.</summary>
    void Close(NodeId node);

    /// <summary>Proposes the view without <paramref name="node"/>.</summary>
    /// <returns>False if that cannot be now.</returns>
    bool TryProposeLeave(NodeId node);

    /// <summary>Whether <paramref name="node"/> has died.</summary>
    bool HasDied(NodeId node);

    /// <summary>Whether the view that was proposed counts, or will not any more.</summary>
    bool IsAgreedOn { get; }
}
