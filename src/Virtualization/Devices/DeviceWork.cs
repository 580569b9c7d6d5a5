using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// What devices of this node do that may have to wait for pages of the guest: a queue's requests, say. A device's registers are written where nobody may wait, so the work is left to CPU 0, which does it on its next way into
/// the guest, or while it has no guest to run, without a lock.
/// </summary>
/// <param name="work">Reminds CPU 0.</param>
/// <param name="controller">Gets it out of the guest.</param>
/// <param name="processor">Which CPU asks.</param>
public sealed class DeviceWork(EntryWork work, IInterruptController controller, IProcessor processor)
{
    private DeviceServer? _devices;

    private static CpuIndex Server => new(0);

    /// <summary>From now on <paramref name="devices"/> is called. Boot only.</summary>
    /// <exception cref="PanicException">If there is one already.</exception>
    public void Register(DeviceServer devices)
    {
        Panic.Unless(_devices is null, "there is a server of devices already");
        _devices = devices;
    }

    /// <summary>There is something to do. Any lock up to <see cref="LockRank.VirtualInterrupts"/> may be held.</summary>
    public void Request()
    {
        work.Request(Server, EntryReason.Deferred);
        if (processor.Current.Value != Server.Value) controller.Kick(Server);
    }

    /// <summary>Does what there is, if this is the CPU that does it. No lock may be held: it may wait.</summary>
    public void Serve()
    {
        if (!work.Has(Server, EntryReason.Deferred) || processor.Current.Value != Server.Value) return;
        // What is asked for from now on is another reason to look.
        work.Clear(Server, EntryReason.Deferred);
        _devices?.Serve();
    }
}
