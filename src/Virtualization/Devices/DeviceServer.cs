namespace Pilevisor.Virtualization;

/// <summary>Does what devices have left to be done: see <see cref="DeviceWork"/>.</summary>
public abstract class DeviceServer
{
    /// <summary>Does all there is. Without a lock: it may wait.</summary>
    public abstract void Serve();
}
