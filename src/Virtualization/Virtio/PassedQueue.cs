namespace Pilevisor.Virtualization;

/// <summary>How a queue of a <see cref="PassedDevice"/> goes on to the machine's device. On the CPU that serves devices.</summary>
internal abstract class PassedQueue
{
    /// <summary>Whether a request waits for pages to be unpinned.</summary>
    public bool WantsPins { get; protected set; }

    /// <summary>The device was halted: what it had is dropped. It may wait.</summary>
    public abstract void Drop();

    /// <summary>The device has started, with its queue empty. Under the slots' lock.</summary>
    public virtual void Begin()
    {
    }

    /// <summary>Gives the guest back what the device is done with.</summary>
    /// <returns>Whether pages were unpinned.</returns>
    public abstract bool Complete(GuestQueue queue);

    /// <summary>Passes on what the guest has put there, as much as there is room for.</summary>
    /// <returns>False if that is nonsense.</returns>
    public abstract bool TryPass(GuestQueue queue);
}
