using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Questions about the guest's RAM.</summary>
internal static class GuestMemoryExtensions
{
    /// <summary>Whether <paramref name="address"/> lies in RAM. Addresses that a <see cref="PageNumber"/> could not tell apart never do.</summary>
    public static bool Holds(this IGuestMemory memory, GuestPhysicalAddress address) => address.Value < GuestPhysicalAddress.End && memory.Contains(address.Granule);
}
