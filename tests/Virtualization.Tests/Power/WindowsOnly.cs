using System;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Guest memory that only knows where it is.</summary>
internal sealed class WindowsOnly(ICluster cluster) : IGuestMemory
{
    public bool Contains(GranuleNumber page)
    {
        ulong address = (ulong)page.Value << GranuleNumber.Shift;
        for (int i = 0; i < cluster.NodeCount; i++)
        {
            NodeDescription node = cluster[new NodeId((ushort)i)];
            if (address - node.WindowStart.Value < node.WindowBytes) return true;
        }
        return false;
    }

    public void Resolve(GranuleNumber page, AccessKind kind, AccessSite site = default) => throw new NotSupportedException("PSCI touches no guest memory");

    public bool TryReadWord(GuestPhysicalAddress address, out uint word) => throw new NotSupportedException("PSCI touches no guest memory");

    public void Read(GuestPhysicalAddress start, Span<byte> destination) => throw new NotSupportedException("PSCI touches no guest memory");

    public void Write(GuestPhysicalAddress start, ReadOnlySpan<byte> content, WriteGrant grant) => throw new NotSupportedException("PSCI touches no guest memory");

    public void AwaitWrites() => throw new NotSupportedException("PSCI touches no guest memory");

    public int MostPins => throw new NotSupportedException("PSCI touches no guest memory");

    public bool TryPin(GranuleNumber granule, out PhysicalAddress frame) => throw new NotSupportedException("PSCI touches no guest memory");

    public void Unpin(GranuleNumber granule) => throw new NotSupportedException("PSCI touches no guest memory");

    public void Load(GuestPhysicalAddress start, ReadOnlySpan<byte> content) => throw new NotSupportedException("PSCI touches no guest memory");
}
