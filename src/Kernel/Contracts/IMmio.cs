namespace Pilevisor.Kernel;

/// <summary>Access to device registers: each call is exactly one access of its width, in program order with the others.</summary>
public interface IMmio
{
    /// <summary>Reads an 8-bit register.</summary>
    byte Read8(PhysicalAddress register);

    /// <summary>Reads a 32-bit register.</summary>
    uint Read32(PhysicalAddress register);

    /// <summary>Reads a 64-bit register.</summary>
    ulong Read64(PhysicalAddress register);

    /// <summary>Writes an 8-bit register.</summary>
    void Write8(PhysicalAddress register, byte value);

    /// <summary>Writes a 32-bit register.</summary>
    void Write32(PhysicalAddress register, uint value);

    /// <summary>Writes a 64-bit register.</summary>
    void Write64(PhysicalAddress register, ulong value);
}
