using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence.Tests;

/// <summary>A node of a <see cref="ScriptedCluster"/>: the shipped protocol and what it did to the node.</summary>
internal sealed unsafe class ScriptedNode : IProtocolWorld, IDisposable
{
    private readonly ScriptedCluster _cluster;
    private readonly bool _holds;
    private readonly MsiDirectory _protocol;
    private readonly byte* _entries;
    private int? _arriving;

    public ScriptedNode(ScriptedCluster cluster, NodeId self, bool holds)
    {
        _cluster = cluster;
        _holds = holds;
        Self = self;
        Permission = self == HomeOf(ScriptedCluster.Page) ? PagePermission.Write : PagePermission.None;
        _protocol = new MsiDirectory(this);
        _entries = (byte*)NativeMemory.AllocZeroed((nuint)_protocol.EntryBytes);
        _protocol.Initialize(_entries, ScriptedCluster.Page, 1);
    }

    public NodeId Self { get; }

    public int Nodes => _cluster.Nodes;

    public IProtocolInspection Inspection => _protocol;

    public PagePermission Permission { get; private set; }

    public int Content { get; set; }

    public int Completions { get; private set; }

    public bool IsHoldEndAwaited { get; private set; }

    public int Releases { get; private set; }

    public bool Access(AccessKind kind) => _protocol.Access(ScriptedCluster.Page, kind);

    public bool Evict() => _protocol.Evict(ScriptedCluster.Page);

    public void EndHold()
    {
        IsHoldEndAwaited = false;
        _protocol.EndHold(ScriptedCluster.Page);
    }

    public void Receive(NodeId from, CoherenceMessage message, int? content)
    {
        _arriving = content;
        _protocol.Receive(from, in message);
        _arriving = null;
    }

    public NodeId HomeOf(PageNumber page) => new(0);

    public void Send(NodeId to, in CoherenceMessage message) => _cluster.Post(Self, to, message, null);

    public void SendPage(NodeId to, in CoherenceMessage message)
    {
        if (Permission == PagePermission.Write) throw new InvalidOperationException("the guest may still write what is sent");
        _cluster.Post(Self, to, message, Content);
    }

    public void SetPermission(PageNumber page, PagePermission permission) => Permission = permission;

    public void Install(PageNumber page) => Content = _arriving ?? throw new InvalidOperationException("no content came");

    public void Release(PageNumber page)
    {
        if (Permission != PagePermission.None) throw new InvalidOperationException("the guest still has the page");
        Releases++;
    }

    public void Complete(PageNumber page) => Completions++;

    public bool IsZero(PageNumber page) => false;

    public bool Hold(PageNumber page) => _holds;

    public void AwaitHoldEnd(PageNumber page) => IsHoldEndAwaited = true;

    public void Dispose() => NativeMemory.Free(_entries);
}
