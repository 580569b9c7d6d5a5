using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>The virtio devices of this machine's virtio-mmio slots: all but the first network interface, which is the cluster's link.</summary>
/// <param name="mmio">Register access.</param>
/// <param name="hardware">The device tree.</param>
/// <param name="barriers">Ordering towards the devices.</param>
public sealed class VirtioDevices(IMmio mmio, IHardware hardware, IDmaBarriers barriers) : IMachineDevices
{
    // As many as the guest's machine has slots for.
    private const int MostDevices = 32;

    private readonly VirtioPassedDevice?[] _devices = new VirtioPassedDevice?[MostDevices];

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public MachineDevice this[int index]
    {
        get
        {
            VirtioPassedDevice? device = _devices[index];
            Panic.Unless(device is not null, "the machine has fewer devices for the guest");
            return device;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="PanicException">If one has the register layout from before the standard, or there are more than the guest's machine has room for.</exception>
    public void Find()
    {
        VirtioMmioBus bus = new(mmio, hardware);
        bool isLinkFound = false;
        for (int slot = 0; bus.TryGet(slot, out VirtioMmioTransport? transport, out uint id); slot++)
        {
            if (transport is null) continue;
            if (id == VirtioNet.NetworkDeviceId && !isLinkFound)
            {
                isLinkFound = true;
                continue;
            }
            if (Count == MostDevices) Panic.Fail($"this machine has more than {MostDevices} virtio devices for the guest");
            _devices[Count++] = new VirtioPassedDevice(mmio, barriers, transport, id);
        }
    }
}
