namespace Pilevisor.Kernel;

/// <summary>An address in the guest's physical address space (an IPA), the same on every node, in bytes.</summary>
/// <param name="Value">The address; at most <see cref="Bits"/> bits.</param>
public readonly struct GuestPhysicalAddress(ulong Value) : IText
{
    /// <summary>How many bits an address has: what stage 2 translates (VTCR_EL2.T0SZ and PS), and what the guest is told (ID_AA64MMFR0_EL1.PARange).</summary>
    public const int Bits = 40;

    /// <summary>The first address behind all there are, as a number.</summary>
    public const ulong End = 1ul << Bits;

    /// <summary>The address as a number of bytes from zero.</summary>
    public ulong Value { get; } = Value;

    /// <summary>The guest page that holds this address.</summary>
    public GranuleNumber Granule => new((uint)(Value >> GranuleNumber.Shift));

    /// <summary>Where in its page the address is: 0 to 4095.</summary>
    public uint PageOffset => (uint)Value & (GranuleNumber.Bytes - 1);

    /// <summary>The address <paramref name="bytes"/> further on.</summary>
    public static GuestPhysicalAddress operator +(GuestPhysicalAddress address, ulong bytes) => new(address.Value + bytes);

    /// <inheritdoc/>
    public void AppendTo(ref TextBuilder text) => text.AppendHex(Value);
}
