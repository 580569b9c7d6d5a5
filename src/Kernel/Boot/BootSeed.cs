using System.Buffers.Binary;

namespace Pilevisor.Kernel;

/// <summary>The random bytes that firmware drew for this boot (/chosen/rng-seed), and what each of them is for: none serves two purposes.</summary>
/// <param name="hardware">The device tree.</param>
public sealed class BootSeed(IHardware hardware)
{
    /// <summary>How many there must be.</summary>
    public const int Bytes = 4 * sizeof(ulong);

    /// <summary>Whether firmware drew as many. If not, all words are 0.</summary>
    public bool IsThere => hardware.RandomSeed.Length >= Bytes;

    /// <summary>Tells this boot's sealed frames from all others': half of it.</summary>
    public ulong Salt => Word(0);

    /// <summary>The other half.</summary>
    public ulong SaltHigh => Word(1);

    /// <summary>The leader's: tells this run of the cluster from all others.</summary>
    public ulong Epoch => Word(2);

    /// <summary>What the numbers follow from that strangers have to bring back. Nobody else on the network knows it; the leader's guest does, which gets all of the seed and sends no frames.</summary>
    public ulong Secret => Word(3);

    private ulong Word(int index) => IsThere ? BinaryPrimitives.ReadUInt64LittleEndian(hardware.RandomSeed[(index * sizeof(ulong))..]) : 0;
}
