using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>Arm's PrimeCell Real Time Clock (DDI 0224), which is read and never written: it counts the seconds from what firmware, or on QEMU's machines the host, has set it to.</summary>
/// <param name="mmio">Register access.</param>
/// <param name="hardware">The device tree.</param>
/// <exception cref="PanicException">If the device tree has none.</exception>
public sealed class Pl031(IMmio mmio, IHardware hardware) : IRealTimeClock
{
    private readonly PhysicalAddress _registers = hardware.Require("arm,pl031"u8, "real-time clock", 1, 0).Regions[0];

    /// <inheritdoc/>
    public bool TryRead(out ulong seconds)
    {
        seconds = Read(Pl031Register.Data);
        // One that nobody has started stands at 0.
        return (Read(Pl031Register.Control) & Pl031Bits.Runs) != 0;
    }

    private uint Read(Pl031Register register) => mmio.Read32(_registers + (ulong)register);
}
