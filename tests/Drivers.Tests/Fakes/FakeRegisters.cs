namespace Pilevisor.Drivers.Tests;

/// <summary>A device's registers.</summary>
public abstract class FakeRegisters
{
    /// <summary>A read of so many bytes.</summary>
    public abstract ulong Read(ulong offset, int bytes);

    /// <summary>A write of so many bytes.</summary>
    public abstract void Write(ulong offset, int bytes, ulong value);
}
