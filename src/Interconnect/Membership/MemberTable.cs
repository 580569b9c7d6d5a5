using System;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>The members that have answered the leader, in ascending order of their addresses: so the order in which they were started does not matter.</summary>
internal sealed class MemberTable
{
    /// <summary>What windows consist of.</summary>
    public const ulong WindowUnit = 2ul << 20;

    private const ulong FirstWindow = 0x4000_0000;

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

    /// <summary>Makes the cluster: the leader is node 0, the members follow, and then the places that are kept free, each with room for as much as the leader has.</summary>
    /// <param name="leader">The leader's address.</param>
    /// <param name="leaderOffer">What it has.</param>
    /// <param name="free">How many places are kept free.</param>
    /// <param name="nodes">The result.</param>
    /// <returns>How many places there are.</returns>
    public int Describe(MacAddress leader, in NodeOffer leaderOffer, int free, Span<DescribedNode> nodes)
    {
        nodes[0] = Of(leader, in leaderOffer);
        for (int i = 0; i < Count; i++) nodes[i + 1] = Of(_addresses[i], in _offers[i]);
        DescribedNode room = Of(default, in leaderOffer);
        room.WindowUnits = (uint)((leaderOffer.MemoryBytes + NodeDescription.BlockBytes - 1) / NodeDescription.BlockBytes * (NodeDescription.BlockBytes / WindowUnit));
        room.JoinsLater = 1;
        nodes.Slice(Count + 1, free).Fill(room);
        return Count + 1 + free;
    }

    /// <summary>What a description says of each node: windows lie one after another from 0x4000_0000, those of nodes that join later on boundaries of <see cref="NodeDescription.BlockBytes"/>, with their footholds behind; vCPUs are numbered through.</summary>
    /// <returns>False if it describes no cluster led by <paramref name="leader"/>: what another machine says is not taken on trust.</returns>
    public static bool TryPlace(ReadOnlySpan<DescribedNode> described, MacAddress leader, Span<NodeDescription> nodes)
    {
        if (described.IsEmpty || described[0].Address.Value != leader.Value || described[0].JoinsLater != 0) return false;
        ulong window = FirstWindow;
        uint vcpu = 0;
        for (int i = 0; i < described.Length; i++)
        {
            DescribedNode node = described[i];
            if (!IsPossible(in node) || (i > 0 && !MayFollow(in described[i - 1], in node, i == 1))) return false;
            if (node.JoinsLater != 0) window = (window + NodeDescription.BlockBytes - 1) & ~(NodeDescription.BlockBytes - 1);
            ulong bytes = node.WindowUnits * WindowUnit;
            if (bytes + NodeDescription.FootholdBytes > GuestPhysicalAddress.End - window) return false;
            nodes[i] = new NodeDescription
            {
                Address = node.Address,
                WindowStart = new GuestPhysicalAddress(window),
                WindowBytes = bytes,
                CpuCount = node.CpuCount,
                FirstVcpu = vcpu,
                MissingCpus = node.MissingCpus,
                MissingBytes = node.MissingUnits * WindowUnit,
                JoinsLater = node.JoinsLater != 0,
            };
            window += node.JoinsLater != 0 ? bytes + NodeDescription.FootholdBytes : bytes;
            vcpu += node.CpuCount;
        }
        return true;
    }

    /// <summary>Refuses an offer that cannot be part of any cluster.</summary>
    public static void Require(MacAddress address, in NodeOffer offer)
    {
        TextBuilder why = new(0, 0);
        why.AppendLiteral("bring-up: ");
        if (IsOdd(address, in offer, ref why)) Panic.Fail(ref why);
    }

    /// <summary>Whether an offer cannot be part of any cluster, and why.</summary>
    public static bool IsOdd(MacAddress address, in NodeOffer offer, scoped ref TextBuilder why)
    {
        if (offer.MemoryBytes == 0 || offer.MemoryBytes % WindowUnit != 0 || offer.MemoryBytes > GuestPhysicalAddress.End)
        {
            why.AppendFormatted(address);
            why.AppendLiteral(" gives ");
            why.AppendFormatted(offer.MemoryBytes);
            why.AppendLiteral(" bytes of memory; it must be a multiple of 2 MiB");
            return true;
        }
        if (offer.CpuCount is > 0 and <= CpuIndex.MaximumCpus) return false;
        why.AppendFormatted(address);
        why.AppendLiteral(" has ");
        why.AppendFormatted(offer.CpuCount);
        why.AppendLiteral(" CPUs; it must be 1 to ");
        why.AppendFormatted(CpuIndex.MaximumCpus);
        return true;
    }

    private static bool IsPossible(in DescribedNode node) =>
        node.WindowUnits != 0 && node.MissingUnits < node.WindowUnits && node.CpuCount is > 0 and <= CpuIndex.MaximumCpus && node.MissingCpus < node.CpuCount && node.JoinsLater <= 1
        && (node.JoinsLater != 0 || (node.Address.Value != 0 && (node.MissingUnits | node.MissingCpus) == 0));

    // Members in ascending order, and behind them whoever joins later, in any.
    private static bool MayFollow(in DescribedNode before, in DescribedNode node, bool isFirst) =>
        node.JoinsLater != 0 || (before.JoinsLater == 0 && (isFirst || node.Address.Value > before.Address.Value));

    private static DescribedNode Of(MacAddress address, in NodeOffer offer) => new() { Address = address, WindowUnits = (uint)(offer.MemoryBytes / WindowUnit), CpuCount = (byte)offer.CpuCount };
}
