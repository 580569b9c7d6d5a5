using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>The devices of the guest's machine, as IDefaultGuest registers them.</summary>
internal static class GuestDevices
{
    /// <param name="cluster">The nodes.</param>
    /// <param name="gicV2">Whether the guest has a GICv2.</param>
    /// <param name="clock">The leader's; none said, one that runs.</param>
    public static MmioDevice[] Of(ICluster cluster, bool gicV2 = false, IRealTimeClock? clock = null)
    {
        IMessenger nobody = new LoopbackMessenger().Connect(cluster);
        return Of(new SimulatedNode(cluster, 4, new FakeCounter(), _ => nobody, gicV2), nobody, clock: clock);
    }

    /// <summary>Those of a node.</summary>
    public static MmioDevice[] Of(SimulatedNode node, IMessenger messenger, IConsole? port = null, IRealTimeClock? clock = null) =>
    [
        .. node.GicRegisters,
        new VirtualPl011(port ?? new SerialPort(), node.Distributor, new Pl011Grants(messenger), new Pl011Front(messenger, node.Order), node.Topology, node.Order),
        new VirtualPl031(clock ?? new FakeRealTimeClock { Seconds = 1_800_000_000 }, node.Order),
        node.NewSlots(new FakeGuestMemory()),
    ];
}
