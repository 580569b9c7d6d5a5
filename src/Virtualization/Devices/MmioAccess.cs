namespace Pilevisor.Virtualization;

/// <summary>One access of the guest to a device register.</summary>
/// <param name="Offset">Bytes from the start of the device.</param>
/// <param name="Bytes">Width: 1, 2, 4 or 8.</param>
/// <param name="Vcpu">Whose access it is.</param>
public readonly struct MmioAccess(uint Offset, int Bytes, VcpuId Vcpu)
{
    /// <summary>Bytes from the start of the device.</summary>
    public uint Offset { get; } = Offset;

    /// <summary>Width: 1, 2, 4 or 8.</summary>
    public int Bytes { get; } = Bytes;

    /// <summary>Whose access it is.</summary>
    public VcpuId Vcpu { get; } = Vcpu;
}
