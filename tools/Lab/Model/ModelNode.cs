using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Pilevisor.Coherence;
using Pilevisor.Kernel;
using Pilevisor.Lab.Protocols;

namespace Pilevisor.Lab.Model;

/// <summary>
/// A node of the modelled cluster: the shipped protocol on one side, permissions, frames and channels on the other. It checks what the contract of <see cref="IProtocolWorld"/> demands of the protocol.
/// </summary>
internal sealed unsafe class ModelNode : IProtocolWorld, IDisposable
{
    private readonly ModelCluster _cluster;
    private readonly byte* _entries;

    public ModelNode(ModelCluster cluster, NodeId self, ProtocolInfo protocol)
    {
        _cluster = cluster;
        Self = self;
        ModelShape shape = cluster.Shape;
        Cpus = new ModelCpu[shape.CpusPerNode];
        Permissions = new PagePermission[shape.Pages];
        TlbPermissions = new PagePermission[shape.Pages];
        Contents = new ModelContent[shape.Pages];
        Holds = new ModelHold[shape.Pages];
        Protocol = protocol.Create(this);
        Inspection = (IProtocolInspection)Protocol;
        EntriesBytes = Protocol.EntryBytes * shape.Pages;
        _entries = (byte*)NativeMemory.AllocZeroed((nuint)EntriesBytes);
    }

    public NodeId Self { get; }

    public int Nodes => _cluster.Shape.Nodes;

    public ICoherenceProtocol Protocol { get; }

    public IProtocolInspection Inspection { get; }

    public ModelCpu[] Cpus { get; }

    /// <summary>What stage 2 lets the guest do with each page.</summary>
    public PagePermission[] Permissions { get; }

    /// <summary>What local CPUs can do: more than stage 2 says only where a planted mistake leaves translations in the TLB.</summary>
    public PagePermission[] TlbPermissions { get; }

    public ModelContent[] Contents { get; }

    public ModelHold[] Holds { get; }

    public bool IsDead { get; set; }

    /// <summary>For which pages a frame is kept, since they may come along with another: a bit each.</summary>
    public byte Kept { get; set; }

    /// <summary>Which pages a device here works on: a bit each.</summary>
    public byte Pinned { get; set; }

    /// <summary>Which pages it is giving up for their frames: a bit each.</summary>
    public byte Leaving { get; set; }

    /// <summary>Whether it knows that the leaving node has nothing any more.</summary>
    public bool IsForgetting { get; set; }

    /// <summary>Whether the leaving node knows that this one has forgotten it.</summary>
    public bool HasForgotten { get; set; }

    /// <summary>For which pages it has forgotten the leaving node: a bit each; and, in the upper half, which it asks for so that it can.</summary>
    public byte Forgotten { get; set; }

    public Span<byte> Entries => new(_entries, EntriesBytes);

    public int EntriesBytes { get; }

    public void Initialize()
    {
        Entries.Clear();
        Protocol.Initialize(_entries, ModelCluster.FirstPage, (uint)_cluster.Shape.Pages);
        for (int page = 0; page < _cluster.Shape.Pages; page++)
        {
            bool isHome = _cluster.HomeOf(page) == Self.Value;
            if (isHome) Protocol.BeginAtHome(ModelCluster.FirstPage + (uint)page);
            Permissions[page] = TlbPermissions[page] = isHome ? PagePermission.Write : PagePermission.None;
            Contents[page] = isHome ? ModelContent.Newest : ModelContent.Nothing;
        }
    }

    public void Dispose() => NativeMemory.Free(_entries);

    public Span<byte> Entry(int page) => Entries.Slice(page * Protocol.EntryBytes, Protocol.EntryBytes);

    /// <summary>A message is handled.</summary>
    public void Receive(int from, ModelMessage message)
    {
        NodeId sender = new((ushort)from);
        bool isPossible = Protocol.IsPossible(sender, message.Message, message.Content != ModelContent.Nothing);
        ModelViolation.Unless(isPossible, $"node {Self.Value} would refuse message {message.Message.Kind} of node {from}");
        PageContent kind = message.Content == ModelContent.Nothing ? PageContent.None : PageContent.Bytes;
        Protocol.Receive(sender, message.Message, new ReceivedContent(kind, new ReceivedPage(MemoryMarshal.AsBytes(new ReadOnlySpan<ModelMessage>(in message)))));
    }

    public NodeId HomeOf(PageNumber page) => new((ushort)_cluster.HomeOf(ModelCluster.Index(page)));

    public bool IsGone(NodeId node) => IsForgetting && node.Value == ModelShape.Leaver;

    /// <summary>Whether it has forgotten the leaving node for a page.</summary>
    public bool Forgets(int page) => (Forgotten & (1 << page)) != 0;

    public void SetForgets(int page) => Forgotten |= (byte)(1 << page);

    /// <summary>Whether it has asked for a page so that it can forget the leaving node, and not got it yet.</summary>
    public bool Asks(int page) => (Forgotten & (1 << (page + ModelShape.MaximumPages))) != 0;

    public void SetAsks(int page) => Forgotten |= (byte)(1 << (page + ModelShape.MaximumPages));

    /// <summary>Whether a device here works on a page.</summary>
    public bool Pins(int page) => (Pinned & (1 << page)) != 0;

    public void SetPins(int page, bool pins) => Pinned = (byte)(pins ? Pinned | (1 << page) : Pinned & ~(1 << page));

    /// <summary>Whether it is giving a page up for its frame.</summary>
    public bool Leaves(int page) => (Leaving & (1 << page)) != 0;

    public void SetLeaves(int page) => Leaving |= (byte)(1 << page);

    /// <summary>Whether a frame is kept for a page.</summary>
    public bool Keeps(int page) => (Kept & (1 << page)) != 0;

    public bool IsAtHome(PageNumber page, NodeId node) => ModelCluster.Index(page) is >= 0 and int index && index < _cluster.Shape.Pages && HomeOf(page) == node;

    // All that can come along: more than any policy asks for.
    public PagesAlong AskAlong(PageNumber page)
    {
        PagesAlong along = new(page, 0);
        for (int other = 0; other < _cluster.Shape.Pages && _cluster.Shape.OneHome; other++)
        {
            bool isAbsent = other != ModelCluster.Index(page) && Contents[other] == ModelContent.Nothing && !Keeps(other);
            if (!isAbsent || Array.Exists(Cpus, cpu => cpu.State != ModelCpuState.Idle && cpu.Page == other)) continue;
            Kept |= (byte)(1 << other);
            along = along.With(ModelCluster.Page(other));
        }
        return along;
    }

    // Guests write nothing but zeros here: so pages come along that were written and shared before.
    public bool TryTakeZero(PageNumber page)
    {
        int index = ModelCluster.Index(page);
        ModelViolation.Unless(Contents[index] == ModelContent.Newest && Permissions[index] == PagePermission.Write, $"node {Self.Value} gives page {index} away, which it has not alone");
        SetPermission(page, PagePermission.None);
        _cluster.TakeZero(index);
        return true;
    }

    public void InstallZero(PageNumber page)
    {
        int index = ModelCluster.Index(page);
        ModelViolation.Unless(Keeps(index), $"page {index} comes along to node {Self.Value}, which keeps no frame for it");
        ModelViolation.Unless(Permissions[index] == PagePermission.None, $"page {index} comes along to node {Self.Value}, whose guest can see it");
        Kept &= (byte)~(1 << index);
        Contents[index] = _cluster.IsZeroNewest(index) ? ModelContent.Newest : ModelContent.Older;
    }

    public void Send(NodeId to, in CoherenceMessage message) => _cluster.Post(Self, to, new ModelMessage(message, ModelContent.Nothing));

    public void SendPage(NodeId to, in CoherenceMessage message)
    {
        int page = ModelCluster.Index(message.Page);
        ModelViolation.Unless(Contents[page] != ModelContent.Nothing, $"node {Self.Value} sends page {page}, whose frame holds nothing");
        ModelViolation.Unless(Permissions[page] != PagePermission.Write, $"node {Self.Value} sends page {page} while its guest may still write it");
        _cluster.Post(Self, to, new ModelMessage(message, Contents[page]));
    }

    public void SetPermission(PageNumber page, PagePermission permission)
    {
        int index = ModelCluster.Index(page);
        bool hasContent = permission == PagePermission.None || Contents[index] != ModelContent.Nothing;
        ModelViolation.Unless(hasContent, $"node {Self.Value} maps page {index}, whose frame holds nothing");
        ModelViolation.Unless(!Pins(index) || permission == PagePermission.Write, $"page {index} is taken from node {Self.Value}, where a device works on it");
        Permissions[index] = permission;
        bool isLate = _cluster.Mistakes.HasFlag(WorldMistakes.LateTlbDrop) && permission < TlbPermissions[index];
        if (!isLate) TlbPermissions[index] = permission;
    }

    public void Install(PageNumber page, in ReceivedContent content)
    {
        int index = ModelCluster.Index(page);
        bool came = content.Kind != PageContent.None && MemoryMarshal.Read<ModelMessage>(content.Page.Bytes).Message.Page == page;
        ModelViolation.Unless(came, $"node {Self.Value} installs content of page {index} that did not come");
        ModelViolation.Unless(Permissions[index] == PagePermission.None, $"node {Self.Value} installs content under page {index}, which its guest can see");
        Contents[index] = MemoryMarshal.Read<ModelMessage>(content.Page.Bytes).Content;
    }

    public void Release(PageNumber page)
    {
        int index = ModelCluster.Index(page);
        ModelViolation.Unless(HomeOf(page) != Self, $"node {Self.Value} releases page {index} of its own window");
        ModelViolation.Unless(Permissions[index] == PagePermission.None, $"node {Self.Value} releases page {index}, which its guest can see");
        Contents[index] = ModelContent.Nothing;
        Leaving &= (byte)~(1 << index);
        Kept &= (byte)~(1 << index);
    }

    public void Complete(PageNumber page)
    {
        int index = ModelCluster.Index(page);
        Forgotten &= (byte)~(1 << (index + ModelShape.MaximumPages));
        if (_cluster.Mistakes.HasFlag(WorldMistakes.LostWakeUp)) return;
        for (int cpu = 0; cpu < Cpus.Length; cpu++)
        {
            if (Cpus[cpu].State == ModelCpuState.Waits && Cpus[cpu].Page == index) Cpus[cpu] = Cpus[cpu] with { State = ModelCpuState.Retries };
        }
    }

    // A hint: true only of what nobody has written yet, so that both answers are met.
    public bool IsZero(PageNumber page) => !_cluster.IsWritten(ModelCluster.Index(page)) && Contents[ModelCluster.Index(page)] == ModelContent.Newest;

    public bool Hold(PageNumber page)
    {
        if (!_cluster.Shape.Holds) return false;
        Holds[ModelCluster.Index(page)] = ModelHold.Idle;
        return true;
    }

    public void AwaitHoldEnd(PageNumber page)
    {
        ref ModelHold hold = ref Holds[ModelCluster.Index(page)];
        // The end of a device's work is told, awaited or not.
        bool isHeld = hold != ModelHold.None;
        ModelViolation.Unless(isHeld || Pins(ModelCluster.Index(page)), $"node {Self.Value} awaits the end of a hold that never began");
        if (isHeld) hold = ModelHold.Awaited;
    }

    [DoesNotReturn]
    public void Fail(scoped ref TextBuilder what) => Panic.Fail(ref what);
}
