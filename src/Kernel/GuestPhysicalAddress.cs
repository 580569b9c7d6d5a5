namespace Pilevisor.Kernel;

/// <summary>An address in the guest's physical address space (an IPA), the same on every node, in bytes.</summary>
/// <param name="Value">The address; at most 40 bits.</param>
public readonly struct GuestPhysicalAddress(ulong Value) : IText
{
    /// <summary>The address as a number of bytes from zero.</summary>
    public ulong Value { get; } = Value;

    /// <summary>The guest page that holds this address.</summary>
    public PageNumber Page => new((uint)(Value >> PageNumber.Shift));

    /// <summary>Where in its page the address is: 0 to 4095.</summary>
    public uint PageOffset => (uint)Value & (PageNumber.PageBytes - 1);

    /// <summary>The address <paramref name="bytes"/> further on.</summary>
    public static GuestPhysicalAddress operator +(GuestPhysicalAddress address, ulong bytes) => new(address.Value + bytes);

    /// <inheritdoc/>
    public void AppendTo(ref TextBuilder text) => text.AppendHex(Value);
}
