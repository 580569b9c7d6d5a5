namespace Pilevisor.Kernel;

/// <summary>An Ethernet address as a 48-bit number whose most significant byte goes first on the wire, so that numeric order is the order of the bytes.</summary>
/// <param name="Value">The 48 bits.</param>
public readonly struct MacAddress(ulong Value) : IText
{
    /// <summary>ff:ff:ff:ff:ff:ff.</summary>
    public static MacAddress Broadcast => new(0xffff_ffff_ffff);

    /// <summary>The 48 bits.</summary>
    public ulong Value { get; } = Value;

    /// <summary>The byte that goes on the wire as number <paramref name="index"/>, 0 to 5.</summary>
    public byte this[int index] => (byte)(Value >> (40 - (8 * index)));

    /// <inheritdoc/>
    public void AppendTo(ref TextBuilder text)
    {
        for (int i = 0; i < 6; i++)
        {
            if (i != 0) text.AppendLiteral(":");
            text.AppendHexByte(this[i]);
        }
    }
}
