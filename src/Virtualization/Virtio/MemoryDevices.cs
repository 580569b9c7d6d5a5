using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>A <see cref="MemoryDevice"/> for each node that may join while the guest runs, on the leader: it asks the guest to use the node's memory once all nodes agree that the node is there.</summary>
/// <param name="slots">Where the devices are.</param>
/// <param name="cluster">Which nodes may join.</param>
/// <param name="views">Where it hears of one that has.</param>
/// <param name="host">Told how much the guest uses.</param>
/// <param name="log">Says what is offered.</param>
public sealed class MemoryDevices(VirtioSlots slots, ICluster cluster, ClusterViews views, HostChannel host, ILog log) : ViewHandler, IMemoryUse
{
    private readonly MemoryDevice?[] _devices = new MemoryDevice?[NodeId.MaximumNodes];
    private readonly int[] _slots = new int[NodeId.MaximumNodes];

    /// <summary>Plugs the devices in. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize()
    {
        if (cluster.Self != NodeId.Leader) return;
        for (ushort i = 0; i < cluster.NodeCount; i++)
        {
            NodeDescription place = cluster[new NodeId(i)];
            if (!place.JoinsLater) continue;
            MemoryDevice device = new(slots, new NodeId(i), place, this);
            _devices[i] = device;
            _slots[i] = slots.Plug(device);
        }
        views.Register(this);
    }

    /// <summary>How much the guest uses of the memory of <paramref name="node"/>, which has joined.</summary>
    public ulong PluggedBytes(NodeId node)
    {
        slots.Acquire();
        ulong bytes = _devices[node.Value]!.PluggedBytes;
        slots.Release();
        return bytes;
    }

    /// <summary>Asks the guest to give all memory of <paramref name="node"/> back.</summary>
    public void Withdraw(NodeId node)
    {
        slots.Acquire();
        _devices[node.Value]!.Withdraw();
        slots.Change(_slots[node.Value]);
        slots.Release();
        log.Info($"the guest is asked to give all memory of {node} back");
    }

    /// <summary>Asks the guest to use all memory of <paramref name="node"/>.</summary>
    public void Offer(NodeId node) => Offer(node, cluster[node].PresentBytes);

    void IMemoryUse.OnChange(NodeId node, in PluggedMemory memory) => host.Plugged(node, in memory);

    /// <inheritdoc/>
    public override void OnInstalled(NodeId node) => Offer(node);

    /// <inheritdoc/>
    public override void AppendNeeds(NodeId node, scoped ref TextBuilder what)
    {
        ulong bytes = _devices[node.Value] is null ? 0 : PluggedBytes(node);
        if (bytes == 0) return;
        what.AppendLiteral(", and with it ");
        what.AppendFormatted(bytes >> 20);
        what.AppendLiteral(" MiB of the guest's memory");
    }

    /// <inheritdoc/>
    public override void OnDeath(NodeId node, uint burial, bool isNeeded)
    {
        if (!isNeeded) Offer(node, 0);
    }

    /// <inheritdoc/>
    public override void OnLeft(NodeId node) => Offer(node, 0);

    private void Offer(NodeId node, ulong bytes)
    {
        slots.Acquire();
        _devices[node.Value]!.Offer(bytes);
        slots.Change(_slots[node.Value]);
        slots.Release();
        if (bytes != 0) log.Info($"the guest is asked to use {bytes >> 20} MiB of {node}");
    }
}
