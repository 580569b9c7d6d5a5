namespace Pilevisor.Kernel;

/// <summary>An address in this machine's own physical address space, in bytes.</summary>
/// <param name="Value">The address; at most 48 bits.</param>
public readonly struct PhysicalAddress(ulong Value) : IText
{
    /// <summary>The address as a number of bytes from zero.</summary>
    public ulong Value { get; } = Value;

    /// <summary>The address <paramref name="bytes"/> further on.</summary>
    public static PhysicalAddress operator +(PhysicalAddress address, ulong bytes) => new(address.Value + bytes);

    /// <summary>The distance from <paramref name="right"/> to <paramref name="left"/> in bytes.</summary>
    public static ulong operator -(PhysicalAddress left, PhysicalAddress right) => left.Value - right.Value;

    /// <inheritdoc/>
    public void AppendTo(ref TextBuilder text) => text.AppendHex(Value);
}
