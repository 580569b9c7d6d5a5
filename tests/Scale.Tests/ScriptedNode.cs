using System;
using System.Runtime.InteropServices;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Scale.Tests;

/// <summary>A node of a <see cref="ScriptedCluster"/>, with one page whose home is node 0.</summary>
internal sealed unsafe class ScriptedNode : IProtocolWorld, IDisposable
{
    private const int Nothing = -1;

    private readonly ScriptedCluster _cluster;
    private readonly ICoherenceProtocol _protocol;
    private readonly byte* _entries;
    private int _arriving = Nothing;

    public ScriptedNode(ScriptedCluster cluster, int number)
    {
        _cluster = cluster;
        Self = new NodeId((ushort)number);
        Permission = number == 0 ? PagePermission.Write : PagePermission.None;
        Content = number == 0 ? 0 : Nothing;
        _protocol = cluster.Create(this);
        _entries = (byte*)NativeMemory.AllocZeroed((nuint)_protocol.EntryBytes);
        _protocol.Initialize(_entries, ScriptedCluster.Page, 1);
    }

    public NodeId Self { get; }

    public int Nodes => _cluster.Nodes;

    public PagePermission Permission { get; private set; }

    /// <summary>Which write the frame holds.</summary>
    public int Content { get; set; }

    /// <summary>How often content that came was taken.</summary>
    public int Installs { get; private set; }

    public bool Access(AccessKind kind) => _protocol.Access(ScriptedCluster.Page, kind);

    public bool Evict() => _protocol.Evict(ScriptedCluster.Page);

    public void Receive(NodeId from, CoherenceMessage message, int content)
    {
        _arriving = content;
        _protocol.Receive(from, in message);
        _arriving = Nothing;
    }

    public NodeId HomeOf(PageNumber page) => new(0);

    public void Send(NodeId to, in CoherenceMessage message) => _cluster.Post(Self, to, message, Nothing);

    public void SendPage(NodeId to, in CoherenceMessage message)
    {
        Demand(Permission != PagePermission.Write && Content != Nothing, "sends what it may still write or does not have");
        _cluster.Post(Self, to, message, Content);
    }

    public void SetPermission(PageNumber page, PagePermission permission)
    {
        Demand(permission == PagePermission.None || Content != Nothing, "maps a frame that holds nothing");
        Permission = permission;
    }

    public void Install(PageNumber page)
    {
        Demand(_arriving != Nothing && Permission == PagePermission.None, "installs what did not come, or under its guest");
        Content = _arriving;
        Installs++;
    }

    public void Release(PageNumber page)
    {
        Demand(Permission == PagePermission.None, "releases what its guest can see");
        Content = Nothing;
    }

    public void Complete(PageNumber page)
    {
    }

    public bool IsZero(PageNumber page) => false;

    public bool Hold(PageNumber page) => false;

    public void AwaitHoldEnd(PageNumber page) => Demand(false, "awaits the end of a hold that never began");

    public void Dispose() => NativeMemory.Free(_entries);

    private void Demand(bool condition, string what)
    {
        if (!condition) throw new InvalidOperationException($"node {Self.Value} {what}");
    }
}
