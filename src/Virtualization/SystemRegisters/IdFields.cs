namespace Pilevisor.Virtualization;

/// <summary>
/// Builds what the guest reads in an ID register out of what the hardware says: field by field, and what nobody asked for reads as zero, "not implemented". So a feature of a CPU newer than this text is hidden until
/// somebody has thought about it.
/// </summary>
/// <param name="hardware">The machine's own register.</param>
/// <param name="value">What was built so far.</param>
internal readonly struct IdFields(ulong hardware, ulong value = 0)
{
    private const ulong FieldMask = 0xf;

    /// <summary>What was built so far.</summary>
    public ulong Value { get; } = value;

    /// <summary>Shows the field whose lowest bit is <paramref name="bit"/> as it is.</summary>
    public IdFields Keep(int bit) => new(hardware, Value | (hardware & (FieldMask << bit)));

    /// <summary>Shows every field from the one at <paramref name="first"/> to the one at <paramref name="last"/>, both included, as it is.</summary>
    public IdFields KeepAll(int first, int last) => new(hardware, Value | (hardware & ((FieldMask << last) | ((1ul << last) - (1ul << first)))));

    /// <summary>Shows the unsigned field whose lowest bit is <paramref name="bit"/>, but no more than <paramref name="maximum"/>.</summary>
    public IdFields KeepUpTo(int bit, ulong maximum)
    {
        ulong field = (hardware >> bit) & FieldMask;
        return new(hardware, Value | ((field < maximum ? field : maximum) << bit));
    }
}
