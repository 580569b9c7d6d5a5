namespace Pilevisor.Kernel;

/// <summary>A GIC INTID: SGIs 0-15, PPIs 16-31, SPIs 32-1019 (IHI 0069, section 2.2).</summary>
/// <param name="Value">The INTID.</param>
public readonly struct InterruptId(uint Value) : IText
{
    /// <summary>The first INTID that names no interrupt: ICC_IAR1_EL1 returns 1023 when nothing is pending.</summary>
    public const uint FirstSpecial = 1020;

    /// <summary>The SGI by which the hypervisor's CPUs make each other look around.</summary>
    public static InterruptId Kick => new(0);

    /// <summary>The INTID.</summary>
    public uint Value { get; } = Value;

    /// <summary>Whether it is a software-generated interrupt.</summary>
    public bool IsSgi => Value < 16;

    /// <summary>Whether it is private to a CPU: an SGI or a PPI.</summary>
    public bool IsPrivate => Value < 32;

    /// <summary>Whether it is one of the special INTIDs 1020-1023, which name no interrupt.</summary>
    public bool IsSpecial => Value >= FirstSpecial;

    /// <inheritdoc/>
    public void AppendTo(ref TextBuilder text)
    {
        text.AppendLiteral("INTID ");
        text.AppendFormatted(Value);
    }
}
