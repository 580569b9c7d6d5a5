using System;
using System.Collections.Generic;
using System.Numerics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Pilevisor.Coherence;
using Pilevisor.Kernel;
using Pilevisor.Lab.Protocols;

namespace Pilevisor.Lab.Simulation;

/// <summary>A simulated node: the protocol that ships, and around it frames, permissions and holds. What goes over the network is the simulator's.</summary>
internal sealed unsafe partial class SimNode : IProtocolWorld, IDisposable
{
    private const int MaximumRetries = 8;

    private readonly Simulator _simulator;
    private readonly SimPage[] _pages;
    private readonly byte* _entries;
    private readonly List<int> _framed = [];
    private readonly List<SimCpu> _cpus = [];
    private readonly TransactionBounds _bounds;
    private int _freeFrames;
    private int _hand;

    public SimNode(Simulator simulator, int number, ProtocolInfo protocol)
    {
        _simulator = simulator;
        SimOptions options = simulator.Options;
        _bounds = new TransactionBounds(options.Nodes, options.Nodes * options.CpusPerNode, BitOperations.Log2((uint)options.PageBytes));
        Self = new NodeId((ushort)number);
        _freeFrames = options.CacheFrames == 0 ? int.MaxValue : options.CacheFrames;
        Protocol = protocol.Create(this);
        EntryBytes = Protocol.EntryBytes;
        options.RefuseMemory(EntryBytes + sizeof(SimPage));
        _pages = new SimPage[options.Pages];
        _policy = options.Prefetch?.Create(new SimClock(simulator));
        _entries = (byte*)NativeMemory.AllocZeroed((nuint)EntryBytes, (nuint)options.Pages);
        Protocol.Initialize(_entries, Simulator.FirstPage, (uint)options.Pages);
        for (int page = 0; page < _pages.Length; page++)
        {
            bool isHome = simulator.HomeOf(page) == number;
            if (isHome) Protocol.BeginAtHome(Simulator.FirstPage + (uint)page);
            _pages[page].Permission = _pages[page].Shown = isHome ? PagePermission.Write : PagePermission.None;
            _pages[page].Version = isHome ? simulator.Newest(page) : SimMessage.NoContent;
        }
    }

    public NodeId Self { get; }

    public int Nodes => _simulator.Options.Nodes;

    public ICoherenceProtocol Protocol { get; }

    public int EntryBytes { get; }

    /// <summary>Until when the node stands still.</summary>
    public long PausedUntil { get; set; }

    /// <summary>When the node's port and its handler are free for the next frame.</summary>
    public long ReadyAt { get; set; }

    /// <summary>When the node's own port is free to send.</summary>
    public long SendsAt { get; set; }

    /// <summary>How long the port to the node has been sending, in nanoseconds.</summary>
    public long PortBusy { get; set; }

    public bool IsDead { get; set; }

    public void Add(SimCpu cpu) => _cpus.Add(cpu);

    public ref SimPage Page(int page) => ref _pages[page];

    /// <summary>Asks for an access that the permission does not allow. The CPU waits from now on, unless it is woken before this returns: each wait is ended by one wake, which lets the CPU run once.</summary>
    public void Fault(SimCpu cpu)
    {
        int page = cpu.Access.Page;
        cpu.Waits = true;
        bool needsFrame = !_pages[page].HasFrame && _simulator.HomeOf(page) != Self.Value;
        if (needsFrame && !TryTakeFrame(page)) return;
        // The guest has caught up with what was asked for ahead of it: it is an access like any other from now on.
        if (_pages[page].IsWanted && _pages[page].IsPrefetched)
        {
            _pages[page].IsPrefetched = false;
            _aheadUnderWay--;
        }
        _pages[page].IsWanted = true;
        _pages[page].IsForetold = _pages[page].IsAlong = false;
        Ask(page, cpu.Access.Asks);
        if (!cpu.IsShown) ShowUse(cpu);
    }

    /// <summary>Makes a page leave. One that is held or under way is tried again later, a few times.</summary>
    public void Evict(int page, int tries)
    {
        ref SimPage record = ref _pages[page];
        if (!record.HasFrame || record.IsEvicting) return;
        record.IsEvicting = true;
        if (!record.IsWanted && record.Permission != PagePermission.None && Protocol.Evict(Simulator.Page(page))) return;
        record.IsEvicting = false;
        if (tries == MaximumRetries) return;
        _simulator.After(Math.Max(1, _simulator.Options.HoldNanoseconds), new SimEvent(SimEventKind.EvictionRetries, Self.Value, page, tries + 1));
    }

    /// <summary>A message is handled.</summary>
    public void Receive(in SimMessage message)
    {
        PageContent kind = message.Version == SimMessage.NoContent ? PageContent.None : PageContent.Bytes;
        NodeId sender = new(message.From);
        Simulator.Demand(Protocol.IsPossible(sender, in message.Said, kind != PageContent.None), this, "would refuse a message");
        Protocol.Receive(sender, in message.Said, new ReceivedContent(kind, new ReceivedPage(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in message.Version)))));
    }

    /// <summary>A hold ends, if <paramref name="hold"/> is still under way.</summary>
    public void EndHold(int page, ushort hold)
    {
        ref SimPage record = ref _pages[page];
        if (!record.IsHeld || record.Hold != hold) return;
        record.IsHeld = false;
        Protocol.EndHold(Simulator.Page(page));
        // It can be evicted now.
        WakeFrameless();
    }

    public void Dispose() => NativeMemory.Free(_entries);

    public NodeId HomeOf(PageNumber page) => new((ushort)_simulator.HomeOf(Simulator.Index(page)));

    public void Send(NodeId to, in CoherenceMessage message) => _simulator.Send(this, to, in message, SimMessage.NoContent);

    public void SendPage(NodeId to, in CoherenceMessage message)
    {
        ref SimPage page = ref _pages[Simulator.Index(message.Page)];
        Simulator.Demand(page.Version != SimMessage.NoContent, this, "sends a page whose frame holds nothing");
        Simulator.Demand(page.Permission != PagePermission.Write, this, "sends a page while its guest may still write it");
        _simulator.Send(this, to, in message, page.Version);
    }

    public void SetPermission(PageNumber page, PagePermission permission)
    {
        int index = Simulator.Index(page);
        ref SimPage record = ref _pages[index];
        Simulator.Demand(permission == PagePermission.None || record.Version != SimMessage.NoContent, this, "maps a page whose frame holds nothing");
        bool isInvalidated = permission == PagePermission.None && record.Permission != PagePermission.None && !record.IsEvicting;
        if (isInvalidated) _simulator.Counts.Invalidations++;
        _simulator.ChangePermission(this, index, record.Permission, permission);
        if (permission > record.Permission && record.IsWanted)
        {
            record.IsWanted = false;
            if (record.IsPrefetched) _aheadUnderWay--;
            _simulator.Counts.Grants++;
        }
        record.Permission = permission;
        Show(ref record, permission);
    }

    public void Install(PageNumber page, in ReceivedContent content)
    {
        ref SimPage record = ref _pages[Simulator.Index(page)];
        Simulator.Demand(content.Kind != PageContent.None, this, "installs content that did not come");
        Simulator.Demand(record.Permission == PagePermission.None, this, "installs content under a page that its guest can see");
        record.Version = MemoryMarshal.Read<int>(content.Page.Bytes);
        record.IsBlank = false;
    }

    public void Release(PageNumber page)
    {
        ref SimPage record = ref _pages[Simulator.Index(page)];
        Simulator.Demand(record.HasFrame && record.Permission == PagePermission.None, this, "releases a page that has no frame, or that its guest can see");
        if (record.IsEvicting) _simulator.Counts.Evictions++;
        record.HasFrame = record.IsEvicting = record.IsAlong = record.IsBlank = false;
        record.Version = SimMessage.NoContent;
        if (_simulator.Options.CacheFrames != 0) _freeFrames++;
        WakeFrameless();
    }

    public void Complete(PageNumber page)
    {
        int index = Simulator.Index(page);
        foreach (SimCpu cpu in _cpus)
        {
            if (cpu.Waits && cpu.Access.Page == index) _simulator.Wake(cpu);
        }
        // A page that is complete can be evicted.
        WakeFrameless();
    }

    public bool IsZero(PageNumber page) => _pages[Simulator.Index(page)].Version == 0;

    public bool Hold(PageNumber page)
    {
        if (_simulator.Options.HoldNanoseconds == 0) return false;
        int index = Simulator.Index(page);
        ref SimPage record = ref _pages[index];
        bool isPrefetched = record.IsPrefetched || record.IsAlong;
        record.IsPrefetched = record.IsAlong = false;
        // Nobody has asked for it yet: another node that does needs it more.
        if (isPrefetched) return false;
        record.IsHeld = true;
        record.Hold++;
        _simulator.After(_simulator.Options.HoldNanoseconds, new SimEvent(SimEventKind.HoldEnds, Self.Value, index, record.Hold));
        return true;
    }

    public void AwaitHoldEnd(PageNumber page) => Simulator.Demand(_pages[Simulator.Index(page)].IsHeld, this, "awaits the end of a hold that never began");

    [DoesNotReturn]
    public void Fail(scoped ref TextBuilder what) => Panic.Fail(ref what);

    private void Ask(int page, AccessKind kind)
    {
        if (!Protocol.Access(Simulator.Page(page), kind)) return;
        Simulator.Demand(_pages[page].Permission >= (kind == AccessKind.Write ? PagePermission.Write : PagePermission.Read), this, "is told that its access is granted, and stage 2 does not allow it");
        Complete(Simulator.Page(page));
    }

    private bool TryTakeFrame(int page)
    {
        if (_freeFrames == 0) EvictOne();
        if (_freeFrames == 0) return false;
        _pages[page].HasFrame = true;
        if (_simulator.Options.CacheFrames == 0) return true;
        _freeFrames--;
        _framed.Add(page);
        return true;
    }

    /// <summary>The oldest page that the protocol can give up leaves; at once if it is a copy to read.</summary>
    private void EvictOne()
    {
        for (int tries = _framed.Count; tries > 0; tries--)
        {
            if (_hand >= _framed.Count) _hand = 0;
            int page = _framed[_hand];
            ref SimPage record = ref _pages[page];
            if (!record.HasFrame)
            {
                _framed[_hand] = _framed[^1];
                _framed.RemoveAt(_framed.Count - 1);
                continue;
            }
            _hand++;
            if (record.IsEvicting || record.Permission == PagePermission.None) continue;
            record.IsEvicting = true;
            if (Protocol.Evict(Simulator.Page(page))) return;
            record.IsEvicting = false;
        }
    }

    private void WakeFrameless()
    {
        if (_simulator.Options.CacheFrames == 0) return;
        foreach (SimCpu cpu in _cpus)
        {
            if (cpu.Waits && !_pages[cpu.Access.Page].HasFrame && _simulator.HomeOf(cpu.Access.Page) != Self.Value) _simulator.Wake(cpu);
        }
    }
}
