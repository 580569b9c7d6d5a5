namespace Pilevisor.Kernel;

/// <summary>
/// A virtio device of this machine that is there for the guest (Virtual I/O Device Version 1.2): its kind, features and configuration are the guest's to see, and the guest's requests are passed on to its queues. An abstract class, not an interface:
/// several live at once.
/// </summary>
public abstract class MachineDevice
{
    /// <summary>The most pairs of queues, one for either way, of a device that has pairs and one queue more for control; and the most queues of one that has single ones.</summary>
    public const int MostPairs = 8;

    /// <summary>The most queues of a device that are used.</summary>
    public const int MostQueues = (2 * MostPairs) + 1;

    /// <summary>The kind: DeviceID.</summary>
    public abstract uint Id { get; }

    /// <summary>The features that it offers.</summary>
    public abstract ulong Features { get; }

    /// <summary>Its interrupt: a level, up until <see cref="AcknowledgeInterrupt"/>.</summary>
    public abstract InterruptId Interrupt { get; }

    /// <summary>Queue number <paramref name="index"/>, below <see cref="MostQueues"/>; null if it has none of that number, or one that cannot be used.</summary>
    public abstract MachineQueue? this[int index] { get; }

    /// <summary>Takes the memory of its queues. Boot only.</summary>
    public abstract void Initialize(IPhysicalMemory memory);

    /// <summary>Reads a byte of its configuration.</summary>
    public abstract byte ReadConfiguration(uint offset);

    /// <summary>Resets it: when this returns it touches no memory any more, and has forgotten its requests. Any CPU may ask for that at any time.</summary>
    /// <exception cref="PanicException">If it does not finish its reset.</exception>
    public abstract void Halt();

    /// <summary>Starts it, after <see cref="Halt"/>, with all its queues empty.</summary>
    /// <param name="features">What it is to do: features that it offers.</param>
    /// <param name="queues">How many of its queues it is to use, from the first on; all of them are there.</param>
    public abstract void Start(ulong features, int queues);

    /// <summary>Quiets the interrupt.</summary>
    /// <returns>Whether the configuration has changed, or the device is broken.</returns>
    public abstract bool AcknowledgeInterrupt();

    /// <summary>Whether it says that it does nothing more until it is reset.</summary>
    public abstract bool IsBroken { get; }
}
