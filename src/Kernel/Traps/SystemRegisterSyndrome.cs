namespace Pilevisor.Kernel;

/// <summary>The ISS of a trapped MSR, MRS or system instruction (Arm ARM, D19.2.37, "ISS encoding for an exception from MSR, MRS, or System instruction execution").</summary>
/// <param name="Iss">The 25 bits.</param>
public readonly struct SystemRegisterSyndrome(uint Iss)
{
    /// <summary>Whether it is a read (MRS).</summary>
    public bool IsRead => (Iss & 1) != 0;

    /// <summary>Rt: the general-purpose register, 31 for the zero register.</summary>
    public int Register => (int)((Iss >> 5) & 31);

    /// <summary>The register or instruction, without Rt and direction.</summary>
    public SystemRegisterEncoding Encoding =>
        new((int)((Iss >> 20) & 3), (int)((Iss >> 14) & 7), (int)((Iss >> 10) & 15), (int)((Iss >> 1) & 15), (int)((Iss >> 17) & 7));
}
