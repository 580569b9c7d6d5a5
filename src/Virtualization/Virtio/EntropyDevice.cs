using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>virtio-rng (Virtual I/O Device Version 1.2, section 5.4).</summary>
/// <param name="owner">All devices of the machine.</param>
/// <param name="device">The machine's device.</param>
internal sealed class EntropyDevice(PassedDevices owner, MachineDevice device) : PassedDevice(owner, device, queues: 1, features: 0)
{
    /// <summary>DeviceID.</summary>
    public const uint Kind = 4;

    // Linux asks for as many bytes as fit a line of the cache.
    /// <inheritdoc/>
    protected override int LeastPins => 2;

    /// <inheritdoc/>
    protected override uint ConfigurationBytes => 0;
}
