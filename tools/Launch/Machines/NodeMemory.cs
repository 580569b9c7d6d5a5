using Pilevisor.Kernel;

namespace Pilevisor.Launch.Machines;

/// <summary>How much RAM a node's machine needs: what the guest gets, the cache for foreign pages, and what the hypervisor keeps for itself.</summary>
/// <param name="GuestBytes">What the node gives to the guest.</param>
/// <param name="CacheBytes">Frames for pages of other nodes.</param>
/// <param name="OverheadBytes">The hypervisor: image, stacks, tables, page entries, buffers; on the leader the guest payload as well.</param>
public sealed record NodeMemory(long GuestBytes, long CacheBytes, long OverheadBytes)
{
    /// <summary>The hypervisor's share that does not grow.</summary>
    public const long FixedOverheadBytes = 48 * ByteSize.MiB;

    /// <summary>Room for each page of the whole cluster's memory.</summary>
    public const long BytesPerClusterPage = 64;

    /// <summary>Room beside the payload on the leader: QEMU puts it 128 MiB into RAM, which cuts the RAM in two, and the guest's window needs one piece. Untouched RAM costs the host nothing.</summary>
    public const long PayloadSlackBytes = 130 * ByteSize.MiB;

    /// <summary>The machine's RAM: QEMU's -m.</summary>
    public long TotalBytes => GuestBytes + CacheBytes + OverheadBytes;

    /// <summary>The memory of one node of a cluster. This is the one place that knows the formula.</summary>
    /// <param name="nodes">How many nodes there are.</param>
    /// <param name="guestBytes">What each node gives to the guest.</param>
    /// <param name="cacheBytes">What each node has for foreign pages.</param>
    /// <param name="payloadBytes">The size of the guest payload on the leader, 0 on other nodes.</param>
    public static NodeMemory Of(int nodes, long guestBytes, long cacheBytes, long payloadBytes)
    {
        long overhead = FixedOverheadBytes + (nodes * guestBytes / PageNumber.PageBytes * BytesPerClusterPage);
        if (payloadBytes > 0) overhead += payloadBytes + PayloadSlackBytes;
        return new NodeMemory(guestBytes, cacheBytes, (overhead + ByteSize.MiB - 1) / ByteSize.MiB * ByteSize.MiB);
    }
}
