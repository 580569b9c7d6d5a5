namespace Pilevisor.Kernel;

/// <summary>The ISS of a data abort or an instruction abort (Arm ARM, D19.2.37, "ISS encoding for an exception from a Data Abort").</summary>
/// <param name="Iss">The 25 bits.</param>
public readonly struct AbortSyndrome(uint Iss)
{
    private const uint IssValidBit = 1u << 24;
    private const uint SignExtendBit = 1u << 21;
    private const uint SixtyFourBit = 1u << 15;
    private const uint FarNotValidBit = 1u << 10;
    private const uint CacheMaintenanceBit = 1u << 8;
    private const uint Stage1WalkBit = 1u << 7;
    private const uint WriteBit = 1u << 6;
    private const uint FaultClassBits = 0x3c;
    private const uint TranslationFaultClass = 0x04;
    private const uint TranslationFaultLevelMinus1 = 0x2b;

    /// <summary>ISV: whether size, register and sign extension are given. They are for a single load or store of a general-purpose register without writeback.</summary>
    public bool HasAccess => (Iss & IssValidBit) != 0;

    /// <summary>1 &lt;&lt; SAS: the access's width in bytes: 1, 2, 4 or 8.</summary>
    public int AccessBytes => 1 << (int)((Iss >> 22) & 3);

    /// <summary>SRT: the general-purpose register, 31 for the zero register.</summary>
    public int Register => (int)((Iss >> 16) & 31);

    /// <summary>SSE: whether the load sign-extends.</summary>
    public bool SignExtends => (Iss & SignExtendBit) != 0;

    /// <summary>SF: whether the register is 64 bits wide.</summary>
    public bool Is64Bit => (Iss & SixtyFourBit) != 0;

    /// <summary>FnV: FAR_EL2 does not hold the address.</summary>
    public bool FarIsNotValid => (Iss & FarNotValidBit) != 0;

    /// <summary>CM: a cache maintenance or address translation instruction; it reports as a write whatever it does.</summary>
    public bool IsCacheMaintenance => (Iss & CacheMaintenanceBit) != 0;

    /// <summary>S1PTW: the stage 2 fault of a stage 1 table walk.</summary>
    public bool IsStage1Walk => (Iss & Stage1WalkBit) != 0;

    /// <summary>WnR: a write; for a data abort only.</summary>
    public bool IsWrite => (Iss & WriteBit) != 0;

    /// <summary>A load that the syndrome describes (ISV, and FAR_EL2 valid) and that no stage 2 descriptor translates: a device's register, or a page that is elsewhere.</summary>
    public bool IsDescribedLoad =>
        (Iss & (IssValidBit | FarNotValidBit | CacheMaintenanceBit | Stage1WalkBit | WriteBit | FaultClassBits)) == (IssValidBit | TranslationFaultClass);

    /// <summary>DFSC or IFSC: the fault status code.</summary>
    public uint FaultStatus => Iss & 0x3f;

    /// <summary>A translation fault, whatever the level: 0 to 3, or with FEAT_LPA2 -1.</summary>
    public bool IsTranslationFault => (FaultStatus & FaultClassBits) == TranslationFaultClass || FaultStatus == TranslationFaultLevelMinus1;

    /// <summary>An access flag fault, whatever the level.</summary>
    public bool IsAccessFlagFault => (FaultStatus & FaultClassBits) == 0x08;

    /// <summary>A permission fault, whatever the level.</summary>
    public bool IsPermissionFault => (FaultStatus & FaultClassBits) == 0x0c;

    /// <summary>A fault that stage 2 raises for a page: translation, access flag or permission. Others are errors of the machine or addresses beyond it.</summary>
    public bool IsStage2Fault => IsTranslationFault || IsAccessFlagFault || IsPermissionFault;
}
