using System.Numerics;
using Pilevisor.Coherence;
using Pilevisor.Interconnect;
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

    // A frame's buffer has headers and whole cache lines beside its part of a page: 1,536 bytes for 1,344 at worst.
    private const long BufferNumerator = 8;
    private const long BufferDenominator = 7;

    /// <summary>The machine's RAM: QEMU's -m.</summary>
    public long TotalBytes => GuestBytes + CacheBytes + OverheadBytes;

    /// <summary>The memory of one node of a cluster. This is the one place that knows the formula.</summary>
    /// <param name="nodes">How many nodes there are.</param>
    /// <param name="cpusPerNode">How many CPUs each has.</param>
    /// <param name="unitBytes">How large a page is as nodes share it.</param>
    /// <param name="guestBytes">What each node gives to the guest.</param>
    /// <param name="cacheBytes">What each node has for foreign pages.</param>
    /// <param name="payloadBytes">The size of the guest payload on the leader, 0 on other nodes.</param>
    /// <param name="places">How many of the nodes join later: the leader gives the guest a foothold for each.</param>
    public static NodeMemory Of(int nodes, int cpusPerNode, int unitBytes, long guestBytes, long cacheBytes, long payloadBytes, int places = 0)
    {
        long overhead = FixedOverheadBytes + (nodes * guestBytes / GranuleNumber.Bytes * BytesPerClusterPage);
        // And one from each node that comes in parts.
        if (nodes > 1) overhead += (PagesToSend(nodes, cpusPerNode, unitBytes) + nodes) * unitBytes * BufferNumerator / BufferDenominator;
        overhead += places * (long)NodeDescription.FootholdBytes;
        if (payloadBytes > 0) overhead += payloadBytes + PayloadSlackBytes;
        return new NodeMemory(guestBytes, cacheBytes, (overhead + ByteSize.MiB - 1) / ByteSize.MiB * ByteSize.MiB);
    }

    /// <summary>How many pages each node has room for that are on their way to others.</summary>
    /// <param name="nodes">How many nodes there are.</param>
    /// <param name="cpusPerNode">How many CPUs each has.</param>
    /// <param name="unitBytes">How large a page is as nodes share it.</param>
    public static long PagesToSend(int nodes, int cpusPerNode, int unitBytes) =>
        FramePool.Shares * (long)new TransactionBounds(nodes, nodes * cpusPerNode, BitOperations.Log2((uint)unitBytes)).Pages;
}
