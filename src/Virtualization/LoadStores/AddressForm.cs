namespace Pilevisor.Virtualization;

/// <summary>How a load or store finds its address, and what it leaves in its base register (Arm ARM, C1.3.3).</summary>
public enum AddressForm
{
    /// <summary>Base plus immediate; the base stays.</summary>
    Offset,

    /// <summary>Base plus immediate, which becomes the base.</summary>
    PreIndex,

    /// <summary>Base; then the immediate is added to it.</summary>
    PostIndex,

    /// <summary>Base plus a register, extended and shifted; the base stays.</summary>
    Register,

    /// <summary>Base; then a register is added to it.</summary>
    PostIndexRegister,

    /// <summary>The instruction's own address plus immediate.</summary>
    Literal,
}
