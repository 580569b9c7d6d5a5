using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence.Tests;

/// <summary>A node of a <see cref="ScriptedCluster"/>: the shipped protocol and what it did to the node.</summary>
internal sealed unsafe class ScriptedNode : IProtocolWorld, IDisposable
{
    private readonly ScriptedCluster _cluster;
    private readonly ICoherenceProtocol _protocol;
    private readonly byte* _entries;

    public ScriptedNode(ScriptedCluster cluster, NodeId self)
    {
        _cluster = cluster;
        Self = self;
        bool isHome = self == HomeOf(ScriptedCluster.Page);
        Permission = isHome ? PagePermission.Write : PagePermission.None;
        Content = isHome ? 0 : null;
        _protocol = cluster.Create(this);
        _entries = (byte*)NativeMemory.AllocZeroed((nuint)_protocol.EntryBytes);
        _protocol.Initialize(_entries, ScriptedCluster.Page, 1);
        if (isHome) _protocol.BeginAtHome(ScriptedCluster.Page);
    }

    public NodeId Self { get; }

    public int Nodes => _cluster.Nodes;

    public IProtocolInspection Inspection => (IProtocolInspection)_protocol;

    public PagePermission Permission { get; private set; }

    /// <summary>Which write the frame holds; null if nothing.</summary>
    public int? Content { get; set; }

    /// <summary>How often content that came was taken.</summary>
    public int Installs { get; private set; }

    public int Completions { get; private set; }

    public bool IsHoldEndAwaited { get; private set; }

    public int Releases { get; private set; }

    public bool IsIdle => _protocol.IsIdle(ScriptedCluster.Page);

    /// <summary>Who leaves, as this node knows.</summary>
    public NodeSet Gone { get; set; } = NodeSet.Empty;

    public bool IsGone(NodeId node) => Gone.Contains(node);

    public bool Forget(NodeId node) => _protocol.Forget(ScriptedCluster.Page, node);

    public bool Access(AccessKind kind) => _protocol.Access(ScriptedCluster.Page, kind);

    public bool Evict() => _protocol.Evict(ScriptedCluster.Page);

    public void EndHold()
    {
        IsHoldEndAwaited = false;
        _protocol.EndHold(ScriptedCluster.Page);
    }

    public void Receive(NodeId from, CoherenceMessage message, int? content)
    {
        int came = content ?? 0;
        PageContent kind = content is null ? PageContent.None : PageContent.Bytes;
        Demand(_protocol.IsPossible(from, in message, content is not null), "would refuse a message");
        _protocol.Receive(from, in message, new ReceivedContent(kind, new ReceivedPage(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in came)))));
    }

    public NodeId HomeOf(PageNumber page) => new(0);

    public bool IsAtHome(PageNumber page, NodeId node) => page == ScriptedCluster.Page && HomeOf(page) == node;

    // There is one page only.
    public PagesAlong AskAlong(PageNumber page) => default;

    public bool TryTakeZero(PageNumber page) => throw new InvalidOperationException($"node {Self.Value} gives a page along that nobody asked for");

    public void InstallZero(PageNumber page) => throw new InvalidOperationException($"node {Self.Value} gets a page along that it did not ask for");

    public void Send(NodeId to, in CoherenceMessage message) => _cluster.Post(Self, to, message, null);

    public void SendPage(NodeId to, in CoherenceMessage message)
    {
        Demand(Permission != PagePermission.Write && Content is not null, "sends what its guest may still write, or does not have");
        _cluster.Post(Self, to, message, Content);
    }

    public void SetPermission(PageNumber page, PagePermission permission)
    {
        Demand(permission == PagePermission.None || Content is not null, "maps a frame that holds nothing");
        Permission = permission;
    }

    public void Install(PageNumber page, in ReceivedContent content)
    {
        Demand(content.Kind != PageContent.None && Permission == PagePermission.None, "installs what did not come, or under its guest");
        Content = MemoryMarshal.Read<int>(content.Page.Bytes);
        Installs++;
    }

    public void Release(PageNumber page)
    {
        Demand(Permission == PagePermission.None, "releases what its guest can see");
        Content = null;
        Releases++;
    }

    public void Complete(PageNumber page) => Completions++;

    public bool IsZero(PageNumber page) => false;

    public bool Hold(PageNumber page) => _cluster.Holds;

    public void AwaitHoldEnd(PageNumber page)
    {
        Demand(_cluster.Holds, "awaits the end of a hold that never began");
        IsHoldEndAwaited = true;
    }

    [DoesNotReturn]
    public void Fail(scoped ref TextBuilder what) => Panic.Fail(ref what);

    public void Dispose() => NativeMemory.Free(_entries);

    private void Demand(bool condition, string what)
    {
        if (!condition) throw new InvalidOperationException($"node {Self.Value} {what}");
    }
}
