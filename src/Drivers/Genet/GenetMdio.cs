using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>The GENET's way to its PHY's registers (IEEE 802.3, clause 22.2.4.5): one access at a time, about 26 us each at 2.5 MHz.</summary>
/// <param name="registers">The device.</param>
internal sealed class GenetMdio(GenetRegisters registers)
{
    /// <summary>How many PHYs there can be.</summary>
    public const uint Addresses = 32;

    private const ulong AccessMicroseconds = 1_000;

    /// <summary>Reads a register of the PHY at <paramref name="phy"/>.</summary>
    /// <returns>False if nobody answers there, or the access does not end within 1 ms.</returns>
    public bool TryRead(uint phy, PhyRegister register, out ushort value)
    {
        bool ended = TryAccess(GenetBits.MdioRead, phy, register, 0);
        uint result = registers.Read(GenetRegister.Mdio);
        value = (ushort)result;
        return ended && (result & GenetBits.MdioReadFailed) == 0;
    }

    /// <summary>As <see cref="TryRead"/>, where a PHY has to answer.</summary>
    /// <exception cref="PanicException">If it does not.</exception>
    public ushort Read(uint phy, PhyRegister register)
    {
        if (!TryRead(phy, register, out ushort value)) Panic.Fail($"register {(uint)register:x} of the PHY at MDIO address {phy} of the GENET at {registers.Start} cannot be read");
        return value;
    }

    /// <summary>Writes a register of the PHY at <paramref name="phy"/>.</summary>
    /// <exception cref="PanicException">If the access does not end within 1 ms.</exception>
    public void Write(uint phy, PhyRegister register, ushort value)
    {
        if (TryAccess(GenetBits.MdioWrite, phy, register, value)) return;
        Panic.Fail($"a write to register {(uint)register:x} of the PHY at MDIO address {phy} of the GENET at {registers.Start} does not end");
    }

    private bool TryAccess(uint kind, uint phy, PhyRegister register, ushort value)
    {
        registers.Write(GenetRegister.Mdio, GenetBits.MdioBusy | kind | (phy << GenetBits.MdioPhyShift) | ((uint)register << GenetBits.MdioRegisterShift) | value);
        return registers.WaitFor((uint)GenetRegister.Mdio, GenetBits.MdioBusy, 0, AccessMicroseconds);
    }
}
