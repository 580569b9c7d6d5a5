using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>A FIFO of a PL011: words of UARTDR, a byte and the receive errors above it.</summary>
/// <param name="capacity">The most words it can hold: a power of two, <see cref="Depth"/> or more.</param>
internal sealed class Pl011Fifo(int capacity)
{
    /// <summary>How many words the guest may think that it holds: what Linux, for one, expects of the revision that UARTPeriphID2 names (ARM DDI 0183G, appendix B).</summary>
    public const int Depth = 32;

    private readonly ushort[] _words = new ushort[capacity];
    private uint _taken;
    private uint _added;

    /// <summary>How many words are in it.</summary>
    public int Count => (int)(_added - _taken);

    /// <summary>Adds a word behind the others; there must be room.</summary>
    public void Add(ushort word)
    {
        Panic.Unless(Count < _words.Length, "a word for a FIFO that is full");
        _words[(int)(_added++ % (uint)_words.Length)] = word;
    }

    /// <summary>The word that was added first; there must be one.</summary>
    public ushort First
    {
        get
        {
            Panic.Unless(Count > 0, "the first word of an empty FIFO");
            return _words[(int)(_taken % (uint)_words.Length)];
        }
    }

    /// <summary>Removes <see cref="First"/>.</summary>
    public void RemoveFirst()
    {
        Panic.Unless(Count > 0, "a word from an empty FIFO");
        _taken++;
    }
}
