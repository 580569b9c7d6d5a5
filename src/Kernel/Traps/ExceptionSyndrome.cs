namespace Pilevisor.Kernel;

/// <summary>ESR_EL2, decoded once (Arm ARM, D19.2.37).</summary>
/// <param name="Bits">The register's value.</param>
public readonly struct ExceptionSyndrome(ulong Bits)
{
    /// <summary>The register's value.</summary>
    public ulong Bits { get; } = Bits;

    /// <summary>EC: why the exception was taken.</summary>
    public ExceptionClass Class => (ExceptionClass)((Bits >> 26) & 0x3f);

    /// <summary>ISS: details, whose meaning depends on <see cref="Class"/>.</summary>
    public uint Iss => (uint)Bits & 0x1ff_ffff;

    /// <summary>The syndrome of a data or instruction abort.</summary>
    public AbortSyndrome Abort => new(Iss);

    /// <summary>The syndrome of a trapped MCR, MRC, MCRR or MRRC.</summary>
    public CoprocessorSyndrome Coprocessor => new(Iss);

    /// <summary>The syndrome of a trapped MSR, MRS or system instruction.</summary>
    public SystemRegisterSyndrome SystemRegister => new(Iss);
}
