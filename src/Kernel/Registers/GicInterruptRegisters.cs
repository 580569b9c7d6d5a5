namespace Pilevisor.Kernel;

/// <summary>
/// Offsets of the register arrays that hold interrupts' configuration. They are the same in the distributor, for SPIs, and in a redistributor's SGI_base frame, for SGIs and PPIs (IHI 0069H, 12.8 and 12.11): an
/// interrupt's bit, bits or byte is where its INTID says.
/// </summary>
public static class GicInterruptRegisters
{
    /// <summary>Size of an array of one bit an interrupt, for 1024 of them.</summary>
    public const uint BitArrayBytes = 0x80;

    /// <summary>IGROUPR: one bit an interrupt.</summary>
    public const uint Group = 0x080;

    /// <summary>ISENABLER.</summary>
    public const uint SetEnable = 0x100;

    /// <summary>ICENABLER.</summary>
    public const uint ClearEnable = 0x180;

    /// <summary>ISPENDR.</summary>
    public const uint SetPending = 0x200;

    /// <summary>ICPENDR.</summary>
    public const uint ClearPending = 0x280;

    /// <summary>ISACTIVER.</summary>
    public const uint SetActive = 0x300;

    /// <summary>ICACTIVER.</summary>
    public const uint ClearActive = 0x380;

    /// <summary>IPRIORITYR: one byte an interrupt.</summary>
    public const uint Priority = 0x400;

    /// <summary>Where IPRIORITYR ends.</summary>
    public const uint PriorityEnd = 0x800;

    /// <summary>ICFGR: two bits an interrupt, of which the upper one says edge.</summary>
    public const uint Configuration = 0xc00;

    /// <summary>Where ICFGR ends.</summary>
    public const uint ConfigurationEnd = 0xd00;
}
