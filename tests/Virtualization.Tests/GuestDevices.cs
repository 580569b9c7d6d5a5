using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>The devices of the guest's machine, as IDefaultGuest registers them.</summary>
internal static class GuestDevices
{
    public static MmioDevice[] Of(ICluster cluster, bool gicV2 = false)
    {
        IMessenger nobody = new LoopbackMessenger().Connect(cluster);
        return Of(new SimulatedNode(cluster, 4, new FakeCounter(), _ => nobody, gicV2), nobody);
    }

    /// <summary>Those of a node.</summary>
    public static MmioDevice[] Of(SimulatedNode node, IMessenger messenger, IConsole? port = null) =>
    [
        .. node.GicRegisters,
        new VirtualPl011(port ?? new SerialPort(), node.Distributor, new Pl011Grants(messenger), new Pl011Front(messenger, node.Order), node.Topology, node.Order),
        node.NewSlots(new FakeGuestMemory()),
    ];
}
