using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Is told how much the guest uses of memory that it was offered.</summary>
internal interface IMemoryUse
{
    /// <summary>That of <paramref name="node"/> has changed. No lock is held.</summary>
    void OnChange(NodeId node, in PluggedMemory memory);
}
