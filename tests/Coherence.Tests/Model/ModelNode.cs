using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence.Tests.Model;

/// <summary>
/// A node of the modelled cluster: the shipped protocol on one side, permissions, frames and channels on the other. It checks what the contract of
/// <see cref="IProtocolWorld"/> demands of the protocol.
/// </summary>
internal sealed unsafe class ModelNode : IProtocolWorld
{
    /// <summary>Content of a frame that holds nothing.</summary>
    public const int Nothing = -1;

    private readonly ModelCluster _cluster;
    private byte* _memory;

    public ModelNode(ModelCluster cluster, NodeId self, OwnerDirectoryOptions options)
    {
        _cluster = cluster;
        Self = self;
        Protocol = new OwnerDirectory(this, options);
        Cpus = new ModelCpu[cluster.CpusPerNode];
        Permissions = new PagePermission[cluster.Pages];
        Versions = new int[cluster.Pages];
        Holds = new ModelHold[cluster.Pages];
        DiscardsAllowed = new int[cluster.Pages];
        Array.Fill(DiscardsAllowed, 1);
    }

    public NodeId Self { get; }

    public int Nodes => _cluster.Nodes.Length;

    public OwnerDirectory Protocol { get; }

    public ModelCpu[] Cpus { get; }

    public PagePermission[] Permissions { get; }

    public int[] Versions { get; }

    public ModelHold[] Holds { get; }

    public int[] DiscardsAllowed { get; }

    public ModelMessage? Arriving { get; set; }

    public int EntryBytes => Protocol.EntryBytes * _cluster.Pages;

    public Span<byte> Entries => new(_memory, EntryBytes);

    public void Initialize()
    {
        _memory = (byte*)NativeMemory.AllocZeroed((nuint)EntryBytes);
        Protocol.Initialize(_memory, ModelCluster.FirstPage, (uint)_cluster.Pages);
        for (int page = 0; page < _cluster.Pages; page++)
        {
            bool home = _cluster.HomeOf(page) == Self;
            Permissions[page] = home ? PagePermission.Write : PagePermission.None;
            Versions[page] = home ? 0 : Nothing;
        }
    }

    public void Free() => NativeMemory.Free(_memory);

    public NodeId HomeOf(PageNumber page) => _cluster.HomeOf(ModelCluster.Index(page));

    public void Send(NodeId to, in CoherenceMessage message) => _cluster.Post(Self, to, new ModelMessage(message, false, Nothing));

    public void SendPage(NodeId to, in CoherenceMessage message)
    {
        int page = ModelCluster.Index(message.Page);
        ModelCluster.Demand(Versions[page] != Nothing, "a frame without content was sent");
        ModelCluster.Demand(Permissions[page] != PagePermission.Write, "a page was sent while the guest may still write it");
        _cluster.Post(Self, to, new ModelMessage(message, true, Versions[page]));
    }

    public void SetPermission(PageNumber page, PagePermission permission)
    {
        int index = ModelCluster.Index(page);
        ModelCluster.Demand(permission == PagePermission.None || Versions[index] != Nothing, "a page without content was mapped");
        Permissions[index] = permission;
    }

    public void Install(PageNumber page)
    {
        int index = ModelCluster.Index(page);
        ModelCluster.Demand(Arriving is { HasContent: true } arriving && arriving.Message.Page == page, "content was installed that did not come");
        ModelCluster.Demand(Permissions[index] == PagePermission.None, "content was installed under a page that the guest can see");
        Versions[index] = Arriving!.Value.Version;
    }

    public void Release(PageNumber page)
    {
        int index = ModelCluster.Index(page);
        ModelCluster.Demand(HomeOf(page) != Self, "a home page was released");
        ModelCluster.Demand(Permissions[index] == PagePermission.None, "a page was released that the guest can see");
        Versions[index] = Nothing;
    }

    public void Complete(PageNumber page)
    {
        foreach (ref ModelCpu cpu in Cpus.AsSpan())
        {
            if (cpu.Wants && cpu.Page == page) cpu.Waits = false;
        }
    }

    public bool IsZero(PageNumber page) => Versions[ModelCluster.Index(page)] == 0;

    public bool Hold(PageNumber page)
    {
        if (!_cluster.HasHolds) return false;
        Holds[ModelCluster.Index(page)] = ModelHold.Idle;
        return true;
    }

    public void AwaitHoldEnd(PageNumber page)
    {
        ref ModelHold hold = ref Holds[ModelCluster.Index(page)];
        ModelCluster.Demand(hold != ModelHold.None, "the end of a hold is awaited that never began");
        hold = ModelHold.Awaited;
    }

    public IEnumerable<string> Describe()
    {
        for (int page = 0; page < _cluster.Pages; page++)
        {
            PageNumber number = ModelCluster.Page(page);
            OwnerDirectoryEntry entry = Protocol.Entry(number);
            yield return $"{Self.Value}/p{page}: {entry.State} [{entry.Flags}] copies={Protocol.Copyset(number).Fold().Bits:x} readers={Protocol.PendingReaders(number).Fold().Bits:x}"
                + $" owner={entry.Owner.Value} acks={entry.MissingAcknowledgements} {Permissions[page]} v{Versions[page]}";
        }
    }
}
