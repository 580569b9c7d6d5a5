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

    /// <summary>Writes the guest's RAM, as a device does. Each granule by itself, in the order of addresses; who sees one write of this sees those before it. As <see cref="Read"/> otherwise.</summary>
    void Write(GuestPhysicalAddress start, System.ReadOnlySpan<byte> content);

    /// <summary>Copies into this node's own window before the guest starts: kernel, device tree, initial ramdisk.</summary>
    /// <exception cref="PanicException">If the range is not wholly in the own window.</exception>
    void Load(GuestPhysicalAddress start, System.ReadOnlySpan<byte> content);
}
