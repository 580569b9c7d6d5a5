namespace Pilevisor.Kernel;

/// <summary>ESR_ELx.EC: why an exception was taken (Arm ARM, D19.2.37). Only what can reach EL2 from a guest in AArch64 state, or from EL2 itself.</summary>
public enum ExceptionClass : byte
{
    /// <summary>No other class fits.</summary>
    Unknown = 0x00,

    /// <summary>WFI, WFE, WFIT or WFET.</summary>
    WaitForEvent = 0x01,

    /// <summary>AArch32 MCR or MRC, coprocessor 15.</summary>
    Coprocessor15 = 0x03,

    /// <summary>AArch32 MCRR or MRRC, coprocessor 15.</summary>
    Coprocessor15Double = 0x04,

    /// <summary>AArch32 MCR or MRC, coprocessor 14.</summary>
    Coprocessor14 = 0x05,

    /// <summary>AArch32 LDC or STC, coprocessor 14.</summary>
    Coprocessor14Memory = 0x06,

    /// <summary>FP, Advanced SIMD or SVE, trapped by CPTR_EL2.</summary>
    FloatingPoint = 0x07,

    /// <summary>AArch32 VMRS, an ID group access.</summary>
    FloatingPointId = 0x08,

    /// <summary>Pointer authentication, trapped by HCR_EL2.</summary>
    PointerAuthentication = 0x09,

    /// <summary>LD64B, ST64B and their like.</summary>
    LoadStore64Bytes = 0x0a,

    /// <summary>AArch32 MRRC, coprocessor 14.</summary>
    Coprocessor14Double = 0x0c,

    /// <summary>PSTATE.IL was set.</summary>
    IllegalState = 0x0e,

    /// <summary>MSRR, MRRS or a 128-bit system instruction.</summary>
    SystemRegister128 = 0x14,

    /// <summary>HVC from AArch64.</summary>
    Hvc64 = 0x16,

    /// <summary>SMC from AArch64, trapped by HCR_EL2.TSC.</summary>
    Smc64 = 0x17,

    /// <summary>MSR, MRS or a system instruction.</summary>
    SystemRegister = 0x18,

    /// <summary>An SVE instruction.</summary>
    Sve = 0x19,

    /// <summary>TSTART, trapped by HCR_EL2.TME being clear.</summary>
    TransactionStart = 0x1b,

    /// <summary>An SME instruction.</summary>
    Sme = 0x1d,

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
