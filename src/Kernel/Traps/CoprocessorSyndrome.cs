namespace Pilevisor.Kernel;

/// <summary>
/// The ISS of a trapped AArch32 MCR or MRC, and of an MCRR or MRRC, whose fields differ in opc1 alone (Arm ARM, D19.2.37, "ISS encoding for an exception from an
/// MCR or MRC access" and "from an MCRR or MRRC access").
/// </summary>
/// <param name="Iss">The 25 bits.</param>
public readonly struct CoprocessorSyndrome(uint Iss)
{
    /// <summary>Whether it is a read (MRC, MRRC).</summary>
    public bool IsRead => (Iss & 1) != 0;

    /// <summary>The instruction's condition, if the CPU says it; otherwise PSTATE.IT has it.</summary>
    public int? Condition => (Iss >> 24) != 0 ? (int)((Iss >> 20) & 15) : null;

    /// <summary>Rt: the register of the value, or of its low word, as AArch64 names it.</summary>
    public int Register => (int)((Iss >> 5) & 31);

    /// <summary>Rt2 of MCRR and MRRC: the register of the high word.</summary>
    public int HighRegister => (int)((Iss >> 10) & 31);

    /// <summary>The register's name in MCR and MRC: opc1, CRn, CRm and opc2, as <see cref="SystemRegisterEncoding"/> has them with op0 3.</summary>
    public SystemRegisterEncoding Encoding => new(3, (int)((Iss >> 14) & 7), (int)((Iss >> 10) & 15), (int)((Iss >> 1) & 15), (int)((Iss >> 17) & 7));

    /// <summary>CRm of MCRR and MRRC.</summary>
    public int DoubleCrm => (int)((Iss >> 1) & 15);

    /// <summary>opc1 of MCRR and MRRC.</summary>
    public int DoubleOpc1 => (int)((Iss >> 16) & 15);
}
