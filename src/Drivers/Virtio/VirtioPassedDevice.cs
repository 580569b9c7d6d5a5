using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>A virtio device of any kind, whose requests come from elsewhere.</summary>
/// <param name="mmio">Register access.</param>
/// <param name="barriers">Ordering towards the device.</param>
/// <param name="transport">Its registers.</param>
/// <param name="id">Its kind.</param>
internal sealed class VirtioPassedDevice(IMmio mmio, IDmaBarriers barriers, VirtioMmioTransport transport, uint id) : MachineDevice
{
    private readonly VirtioRequestQueue?[] _queues = new VirtioRequestQueue?[MostQueues];
    private ulong _features;

    /// <inheritdoc/>
    public override uint Id => id;

    /// <inheritdoc/>
    public override ulong Features => _features;

    /// <inheritdoc/>
    public override InterruptId Interrupt => transport.Interrupt;

    /// <inheritdoc/>
    public override bool IsBroken => transport.NeedsReset;

    /// <inheritdoc/>
    public override MachineQueue? this[int index] => _queues[index];

    /// <inheritdoc/>
    public override void Initialize(IPhysicalMemory memory)
    {
        // How many queues there are may depend on what was agreed on (QEMU's network has its pairs only with VIRTIO_NET_F_MQ): all of it, for as long as it takes to count them.
        transport.Reset();
        _features = transport.Negotiate(transport.OfferedFeatures, 0);
        // A request is one table of its pieces.
        bool isAble = (_features & VirtioStatus.FeatureIndirect) != 0;
        for (int i = 0; isAble && i < MostQueues; i++)
        {
            uint size = transport.MaximumSizeOf(i);
            if (size != 0) _queues[i] = new VirtioRequestQueue(memory, barriers, transport, i, size);
        }
        Halt();
    }

    /// <inheritdoc/>
    public override byte ReadConfiguration(uint offset) => mmio.Read8(transport.Registers + VirtioMmioRegisters.Configuration + offset);

    /// <inheritdoc/>
    public override void Halt() => transport.Halt();

    /// <inheritdoc/>
    public override void Start(ulong features, int queues)
    {
        transport.Reset();
        transport.Negotiate(features | VirtioStatus.FeatureIndirect, VirtioMmioTransport.FeatureOrderPlatform);
        for (int i = 0; i < queues; i++) _queues[i]!.Reset();
        transport.Begin();
    }

    /// <inheritdoc/>
    public override bool AcknowledgeInterrupt() => (transport.TakeInterrupt() & VirtioStatus.ConfigurationChange) != 0;
}
