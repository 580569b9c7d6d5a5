namespace Pilevisor.Kernel;

/// <summary>
/// A queue of a <see cref="MachineDevice"/>, by requests: each is a list of pieces of this machine's RAM that the device reads, and behind them of such that it writes. Whoever hands one out makes sure that its pieces stay where they are until it
/// has come back. In use by one CPU at a time.
/// </summary>
public abstract class MachineQueue
{
    /// <summary>The most pieces that a request has.</summary>
    public const int MostPieces = 256;

    /// <summary>How many requests the device can have at a time. Their numbers are below.</summary>
    public abstract int Requests { get; }

    /// <summary>Adds <paramref name="bytes"/> bytes at <paramref name="start"/> to request <paramref name="request"/>, which the device does not have.</summary>
    /// <returns>False if it has <see cref="MostPieces"/> pieces, and what is added does not go on where the last one ends.</returns>
    public abstract bool TryAdd(int request, PhysicalAddress start, uint bytes, bool deviceWrites);

    /// <summary>Takes all pieces off a request that the device does not have.</summary>
    public abstract void Clear(int request);

    /// <summary>Gives the device the request. It need not look before <see cref="Notify"/>.</summary>
    public abstract void Publish(int request);

    /// <summary>Lets the device look for what was published.</summary>
    public abstract void Notify();

    /// <summary>Takes back the next request that the device is done with; it has no pieces any more.</summary>
    /// <param name="request">Which.</param>
    /// <param name="written">How many bytes of it the device says it wrote; not checked.</param>
    /// <returns>False if it is done with none.</returns>
    /// <exception cref="PanicException">If the device hands back what it does not have.</exception>
    public abstract bool TryTake(out int request, out uint written);
}
