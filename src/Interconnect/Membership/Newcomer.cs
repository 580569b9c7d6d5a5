using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// At the leader, while the guest runs: the machine that is about to join, one at a time. It was told the cluster as it will be with it, sets itself up, sets its clock, and says that it is ready; only then the other nodes
/// hear of it. So one that dies before costs nobody anything.
/// </summary>
/// <param name="context">What bring-up works with.</param>
/// <param name="views">The view in which it joins.</param>
internal sealed class Newcomer(BringUpContext context, ClusterViews views)
{
    private readonly DescribedNode[] _described = new DescribedNode[NodeId.MaximumNodes];
    private ViewChange _change;
    private Cycles _since;

    private bool IsThere => _change.Address.Value != 0 && views.IsReserved;

    /// <summary>Whether it is the machine with <paramref name="address"/>, as <paramref name="node"/>.</summary>
    public bool Is(NodeId node, MacAddress address) => IsThere && _change.Address.Value == address.Value && _change.Node == node;

    /// <summary>A machine that knows this run offers to join.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="offer">What it has, which suits the leader.</param>
    public void TakeOffer(MacAddress address, in NodeOffer offer)
    {
        ForgetLate();
        if (!IsThere) _change = default;
        if (!IsThere && !views.TryReserve()) return;
        if (!IsThere || _change.Address.Value == address.Value) Take(address, in offer);
        if (_change.Address.Value == address.Value) SendDescription();
    }

    /// <summary>The machine with <paramref name="address"/> was told the cluster as it is no more.</summary>
    public void RefuseLate(MacAddress address)
    {
        TextBuilder why = new(0, 0);
        why.AppendLiteral("it took too long, or a node has died meanwhile: start the machine again");
        Refuse(address, ref why);
    }

    /// <summary>The machine with <paramref name="address"/> cannot join: it is told why, and says so.</summary>
    public void Refuse(MacAddress address, scoped ref TextBuilder why)
    {
        context.Strangers.Name(address, "wants to join and cannot; it was told why");
        context.Send(address, (ControlKind)ViewMessage.Refuse, default, why.CopyTo(stackalloc byte[TextBuilder.Capacity]));
    }

    /// <summary>It is ready.</summary>
    public void TakeReady()
    {
        ViewChange change = _change;
        _change = default;
        views.Propose(in change);
    }

    private void ForgetLate()
    {
        if (!IsThere || context.Running.Now - _since < context.Counter.Microseconds(context.Options.BoundMicroseconds)) return;
        context.Log.Warn($"{_change.Address}, which was about to join as {_change.Node}, was not ready after {context.Options.BoundMicroseconds / 1_000_000} s: its place is free again");
        _change = default;
        views.GiveUpReservation();
    }

    private void Take(MacAddress address, in NodeOffer offer)
    {
        bool isNew = !IsThere;
        NodeId node = FreePlace();
        NodeDescription place = context.Cluster[node];
        if (offer.CpuCount > place.CpuCount || offer.MemoryBytes > place.WindowBytes)
        {
            TextBuilder why = new(0, 0);
            why.AppendLiteral("it has ");
            why.AppendFormatted(offer.CpuCount);
            why.AppendLiteral(" CPUs and gives ");
            why.AppendFormatted(offer.MemoryBytes >> 20);
            why.AppendLiteral(" MiB, and room was kept for ");
            why.AppendFormatted(place.CpuCount);
            why.AppendLiteral(" and ");
            why.AppendFormatted(place.WindowBytes >> 20);
            why.AppendLiteral(" MiB");
            Refuse(address, ref why);
            if (!IsThere) views.GiveUpReservation();
            return;
        }
        _change = new ViewChange
        {
            Address = address,
            View = context.Cluster.View + 1,
            Node = node,
            MissingCpus = (byte)(place.CpuCount - offer.CpuCount),
            MissingUnits = (uint)((place.WindowBytes - offer.MemoryBytes) / MemberTable.WindowUnit),
        };
        views.Reserve(address);
        if (!isNew) return;
        _since = context.Running.Now;
        context.Log.Info($"{address} joins as {node}: {offer.CpuCount} CPUs, {offer.MemoryBytes >> 20} MiB");
    }

    private NodeId FreePlace()
    {
        for (ushort place = 1; place < context.Cluster.NodeCount; place++)
        {
            if (context.Cluster.IsFree(new NodeId(place))) return new NodeId(place);
        }
        Panic.Fail("a machine joins a cluster that has no free place");
        return default;
    }

    private void SendDescription()
    {
        ClusterDescription cluster = context.Cluster;
        for (ushort i = 0; i < cluster.NodeCount; i++) _described[i] = DescribedNode.Of(cluster[new NodeId(i)]);
        ref DescribedNode own = ref _described[_change.Node.Value];
        (own.Address, own.MissingUnits, own.MissingCpus) = (_change.Address, _change.MissingUnits, _change.MissingCpus);
        DescriptionHead head = new() { View = _change.View, GuestChoice = context.Choice.Value };
        context.Send(_change.Address, ControlKind.Describe, MemoryMarshal.AsBytes(new ReadOnlySpan<DescriptionHead>(in head)), MemoryMarshal.AsBytes(new ReadOnlySpan<DescribedNode>(_described, 0, cluster.NodeCount)));
    }
}
