namespace Pilevisor.Kernel;

/// <summary>ESR_ELx.EC: why an exception was taken (Arm ARM, D19.2.37). Only what can reach EL2 from a guest in AArch64 state, or from EL2 itself.</summary>
public enum ExceptionClass : byte
{
    /// <summary>No other class fits.</summary>
    Unknown = 0x00,

    /// <summary>WFI, WFE, WFIT or WFET.</summary>
    WaitForEvent = 0x01,

    /// <summary>FP, Advanced SIMD or SVE, trapped by CPTR_EL2.</summary>
    FloatingPoint = 0x07,

    /// <summary>Pointer authentication, trapped by HCR_EL2.</summary>
    PointerAuthentication = 0x09,

    /// <summary>PSTATE.IL was set.</summary>
    IllegalState = 0x0e,

    /// <summary>HVC from AArch64.</summary>
    Hvc64 = 0x16,

    /// <summary>SMC from AArch64, trapped by HCR_EL2.TSC.</summary>
    Smc64 = 0x17,

    /// <summary>MSR, MRS or a system instruction.</summary>
    SystemRegister = 0x18,

    /// <summary>An SVE instruction.</summary>
    Sve = 0x19,

    /// <summary>Instruction abort from a lower exception level.</summary>
    InstructionAbortLower = 0x20,

    /// <summary>Instruction abort at EL2.</summary>
    InstructionAbortSame = 0x21,

    /// <summary>PC alignment.</summary>
    PcAlignment = 0x22,

    /// <summary>Data abort from a lower exception level.</summary>
    DataAbortLower = 0x24,

    /// <summary>Data abort at EL2.</summary>
    DataAbortSame = 0x25,

    /// <summary>SP alignment.</summary>
    SpAlignment = 0x26,

    /// <summary>SError.</summary>
    SError = 0x2f,

    /// <summary>BRK at EL2.</summary>
    Brk64 = 0x3c,
}
