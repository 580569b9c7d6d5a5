using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>A virtio device of the guest's, as its slot sees it (Virtual I/O Device Version 1.2, chapter 5). It lives on the leader.</summary>
/// <param name="id">The kind: DeviceID.</param>
/// <param name="queues">How many queues it has: 1 to <see cref="MostQueues"/>.</param>
public abstract class VirtioDevice(uint id, int queues)
{
    /// <summary>The most queues of a device.</summary>
    public const int MostQueues = MachineDevice.MostQueues;

    /// <summary>The kind: DeviceID.</summary>
    public uint Id { get; } = id;

    /// <summary>How many queues it has.</summary>
    public int Queues { get; } = queues;

    /// <summary>The features that it offers, VIRTIO_F_VERSION_1 among them.</summary>
    public abstract ulong Features { get; }

    /// <summary>Those of <see cref="Features"/> that a driver must take.</summary>
    public abstract ulong Required { get; }

    /// <summary>Whether a driver can drive it by these of its <see cref="Features"/>: what others build on must be among them.</summary>
    public virtual bool CanDoWith(ulong features) => (features & Required) == Required;

    /// <summary>Reads the byte at <paramref name="offset"/> of its configuration, as it is now; 0 where there is none. Under the slots' lock.</summary>
    public abstract byte ReadConfiguration(uint offset);

    /// <summary>Its driver resets it: when this returns the device touches no memory of the guest's any more. Under the slots' lock.</summary>
    public virtual void Halt()
    {
    }

    /// <summary>What a reset has left is put in order, on the CPU that serves devices. Under no lock: it may wait.</summary>
    public virtual void Settle()
    {
    }

    /// <summary>Its driver drives it from now on. Under the slots' lock, on the CPU that serves devices, after <see cref="Settle"/>.</summary>
    /// <param name="features">What was agreed on.</param>
    public virtual void Begin(ulong features)
    {
    }

    /// <summary>Gives back what is done in queue number <paramref name="index"/>, and deals with what the driver has put there, as much as it can. Under no lock: it may wait.</summary>
    /// <returns>False if something in the queue makes no sense, or the device is broken: it needs a reset.</returns>
    public abstract bool TryServe(int index, GuestQueue queue);
}
