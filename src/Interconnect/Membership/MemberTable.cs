using System;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>The members that have answered the leader, in ascending order of their addresses: the order of their numbers.</summary>
internal sealed class MemberTable
{
    private const ulong FirstWindow = 0x4000_0000;
    private const ulong WindowUnit = 2ul << 20;

    private readonly MacAddress[] _addresses = new MacAddress[NodeId.MaximumNodes];
    private readonly NodeOffer[] _offers = new NodeOffer[NodeId.MaximumNodes];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The address of member number <paramref name="index"/>.</summary>
    public MacAddress this[int index] => _addresses[index];

    /// <summary>Whether the machine with <paramref name="address"/> is among them.</summary>
    public bool Contains(MacAddress address)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_addresses[i].Value == address.Value) return true;
        }
        return false;
    }

    /// <summary>Adds one that is not there yet.</summary>
    public void Add(MacAddress address, in NodeOffer offer)
    {
        if (Count == NodeId.MaximumNodes - 1) Panic.Fail($"bring-up: {address} is one node more than the {NodeId.MaximumNodes} a cluster can have");
        int place = Count++;
        for (; place > 0 && _addresses[place - 1].Value > address.Value; place--)
        {
            _addresses[place] = _addresses[place - 1];
            _offers[place] = _offers[place - 1];
        }
        _addresses[place] = address;
        _offers[place] = offer;
    }

    /// <summary>Makes the cluster: the leader is node 0, the members follow.</summary>
    /// <returns>How many nodes there are.</returns>
    public int Describe(MacAddress leader, in NodeOffer leaderOffer, Span<DescribedNode> nodes)
    {
        nodes[0] = Of(leader, in leaderOffer);
        for (int i = 0; i < Count; i++) nodes[i + 1] = Of(_addresses[i], in _offers[i]);
        return Count + 1;
    }

    /// <summary>What a description says of each node: windows lie one after another from 0x4000_0000, vCPUs are numbered through.</summary>
    /// <returns>False if it describes no cluster led by <paramref name="leader"/>: what another machine says is not taken on trust.</returns>
    public static bool TryPlace(ReadOnlySpan<DescribedNode> described, MacAddress leader, Span<NodeDescription> nodes)
    {
        if (described.IsEmpty || described[0].Address.Value != leader.Value) return false;
        GuestPhysicalAddress window = new(FirstWindow);
        uint vcpu = 0;
        for (int i = 0; i < described.Length; i++)
        {
            DescribedNode node = described[i];
            if (node.WindowBytes == 0 || node.WindowBytes % WindowUnit != 0 || node.WindowBytes > GuestPhysicalAddress.End - window.Value) return false;
            if (node.CpuCount is 0 or > CpuIndex.MaximumCpus) return false;
            if (i > 1 && node.Address.Value <= described[i - 1].Address.Value) return false;
            nodes[i] = new NodeDescription { Address = node.Address, WindowStart = window, WindowBytes = node.WindowBytes, CpuCount = node.CpuCount, FirstVcpu = vcpu };
            window += node.WindowBytes;
            vcpu += node.CpuCount;
        }
        return true;
    }

    /// <summary>Refuses an offer that cannot be part of any cluster.</summary>
    public static void Require(MacAddress address, in NodeOffer offer)
    {
        if (offer.MemoryBytes == 0 || offer.MemoryBytes % WindowUnit != 0 || offer.MemoryBytes > GuestPhysicalAddress.End)
        {
            Panic.Fail($"bring-up: {address} gives {offer.MemoryBytes} bytes of memory; it must be a multiple of 2 MiB");
        }
        if (offer.CpuCount == 0 || offer.CpuCount > CpuIndex.MaximumCpus)
        {
            Panic.Fail($"bring-up: {address} has {offer.CpuCount} CPUs; it must be 1 to {CpuIndex.MaximumCpus}");
        }
    }

    private static DescribedNode Of(MacAddress address, in NodeOffer offer) => new() { Address = address, WindowBytes = offer.MemoryBytes, CpuCount = (uint)offer.CpuCount };
}
