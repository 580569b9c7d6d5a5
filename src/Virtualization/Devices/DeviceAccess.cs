using System.Buffers.Binary;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Device registers as the guest's CPU sees them: in its byte order. Devices are little-endian, so a big-endian guest's accesses change the order of their bytes (Arm ARM, B2.6.2).</summary>
/// <param name="devices">The devices, wherever they live.</param>
/// <param name="registers">Say which byte order it is.</param>
public sealed class DeviceAccess(MmioForwarding devices, IGuestRegisters registers)
{
    /// <summary>Reads a device register for the guest of <paramref name="frame"/>. No lock may be held: it may wait.</summary>
    /// <returns>False if there is no such register.</returns>
    public bool TryRead(in TrapFrame frame, GuestPhysicalAddress address, int bytes, out ulong value)
    {
        if (!devices.TryRead(address, bytes, out value)) return false;
        if (IsBigEndian(in frame)) value = Reverse(value, bytes);
        return true;
    }

    /// <summary>Writes the low <paramref name="bytes"/> bytes of <paramref name="value"/> to a device register for the guest of <paramref name="frame"/>. No lock may be held: it may wait.</summary>
    /// <returns>False if there is no such register.</returns>
    public bool TryWrite(in TrapFrame frame, GuestPhysicalAddress address, int bytes, ulong value) =>
        devices.TryWrite(address, bytes, IsBigEndian(in frame) ? Reverse(value, bytes) : value & (ulong.MaxValue >> Unused(bytes)));

    /// <summary>Whether the guest of <paramref name="frame"/> is big-endian.</summary>
    public bool IsBigEndian(in TrapFrame frame) => new ProcessorState(frame.Spsr).IsBigEndian(registers.Read(GuestRegister.Sctlr));

    private static ulong Reverse(ulong value, int bytes) => BinaryPrimitives.ReverseEndianness(value) >> Unused(bytes);

    private static int Unused(int bytes) => 64 - (bytes * 8);
}
