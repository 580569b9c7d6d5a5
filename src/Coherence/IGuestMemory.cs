using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>The guest's RAM, all windows together, as this node sees it.</summary>
public interface IGuestMemory
{
    /// <summary>Whether <paramref name="granule"/> lies in a window of some node: RAM, not a device and not a hole.</summary>
    bool Contains(GranuleNumber granule);

    /// <summary>
    /// Makes <paramref name="granule"/> accessible to the guest on this node, fetching it if need be. Returns once it was granted; the access is then made
    /// again. No lock may be held.
    /// </summary>
    /// <param name="granule">Which.</param>
    /// <param name="kind">What for.</param>
    /// <param name="site">What a recording says besides.</param>
    /// <exception cref="PanicException">If it is not granted within the bound of <see cref="IWaits"/>.</exception>
    void Resolve(GranuleNumber granule, AccessKind kind, AccessSite site = default);

    /// <summary>Reads the guest's word at <paramref name="address"/>, if its page may be read here and now. No lock may be held.</summary>
    /// <param name="address">Where, in RAM; a multiple of 4.</param>
    /// <param name="word">What is there, as a little-endian number.</param>
    /// <returns>False if the page has to be brought by <see cref="Resolve"/> first.</returns>
    bool TryReadWord(GuestPhysicalAddress address, out uint word);

    /// <summary>Reads the guest's RAM, as a device does: fetches what is not here. No lock may be held: it may wait.</summary>
    /// <exception cref="PanicException">If it is not all RAM, or not granted within the bound of <see cref="IWaits"/>.</exception>
    void Read(GuestPhysicalAddress start, System.Span<byte> destination);

    /// <summary>
    /// Writes the guest's RAM, as a device does, as long as <paramref name="grant"/> is not revoked. Each granule by itself, in the order of addresses; who sees one write of this sees those before it. As <see cref="Read"/> otherwise.
    /// </summary>
    void Write(GuestPhysicalAddress start, System.ReadOnlySpan<byte> content, WriteGrant grant);

    /// <summary>Returns once each <see cref="Write"/> whose grant was revoked before writes nothing more. Takes <see cref="LockRank.Coherence"/>, and waits for no page.</summary>
    void AwaitWrites();

    /// <summary>How many pages can be pinned at a time, whichever they are.</summary>
    int MostPins { get; }

    /// <summary>
    /// Makes <paramref name="granule"/> writable on this node, fetching it if need be, and keeps it so, where it is, until <see cref="Unpin"/>: nobody takes the page, evicts it, or moves it to another frame, while a device of this
    /// node's machine works on it. Several pins of one page count. No lock may be held: it may wait for the page.
    /// </summary>
    /// <remarks>
    /// Whoever wants the page on another node waits until the last pin is gone, and that wait has the bound of <see cref="IWaits"/>: so a page is pinned for what a device does by itself and soon, not for what it may wait for, such as a
    /// frame that somebody may send. One pin after the other with never none between keeps the page from all others. Who pins several pages and is refused one lets the others go, or makes do with them: it may be itself whom it would wait for.
    /// Only one node of a cluster may have devices that pin: two nodes that wait for each other's pages, each with some pinned, would wait for ever.
    /// </remarks>
    /// <param name="granule">Which, in RAM.</param>
    /// <param name="frame">Where it lies in this machine's RAM: its first byte.</param>
    /// <returns>False if as many pages are pinned as may be (<see cref="PinnedPages"/>), or if the guest has given its window back (<see cref="Contains"/>): nothing is pinned then.</returns>
    /// <exception cref="PanicException">If it is not granted within the bound of <see cref="IWaits"/>.</exception>
    bool TryPin(GranuleNumber granule, out PhysicalAddress frame);

    /// <summary>The device is done: one pin less of <paramref name="granule"/>. After the last, who waits for the page gets it. No lock of <see cref="LockRank.Coherence"/> or a later rank may be held.</summary>
    /// <exception cref="PanicException">If it is not pinned.</exception>
    void Unpin(GranuleNumber granule);

    /// <summary>Copies into this node's own window before the guest starts: kernel, device tree, initial ramdisk.</summary>
    /// <exception cref="PanicException">If the range is not wholly in the own window.</exception>
    void Load(GuestPhysicalAddress start, System.ReadOnlySpan<byte> content);
}
