using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// The PHY behind an interface, asked over the management port (IEEE 802.3, clause 22): which speed it has agreed on with the other end, after each time that the link comes up. Where no PHY answers, the link is fixed at 1,000 Mbit/s.
/// The clocks that change with the speed, and delays on the wires to the PHY, are as firmware has set them.
/// </summary>
/// <param name="device">The interface.</param>
/// <param name="counter">Bounds waits.</param>
internal sealed class GemPhy(GemDevice device, ICounter counter)
{
    private const int Addresses = 32;
    private const ulong CheckMicroseconds = 100_000;

    // A frame is 64 bits at 0.6 MHz or more.
    private const ulong BoundMicroseconds = 1_000;

    private const uint ReadFrame = 0x6002_0000;
    private const int AddressShift = 23;
    private const int RegisterShift = 18;

    private const uint Nothing = 0xffff;

    private uint _address = Addresses;
    private Cycles _nextCheck;

    /// <summary>Whether the link is up.</summary>
    public bool IsUp { get; private set; }

    /// <summary>How often it has come up.</summary>
    public int TimesUp { get; private set; }

    /// <summary>Finds the PHY: the first address that answers.</summary>
    public void Find()
    {
        for (_address = 0; _address < Addresses; _address++)
        {
            if (Read(PhyRegister.IdentifierHigh) is not (Nothing or 0)) break;
        }
        if (_address == Addresses) ComeUp(GemBits.Gigabit | GemBits.FullDuplex);
        else Look();
    }

    /// <summary>Looks at the link if that is due: ten times a second.</summary>
    public void Follow()
    {
        if (_address == Addresses || counter.Now < _nextCheck) return;
        Look();
    }

    private void Look()
    {
        _nextCheck = counter.Now + counter.Microseconds(CheckMicroseconds);
        uint status = Read(PhyRegister.Status);

        // That the link was down is kept until it is read.
        bool hasDropped = (status & PhyBits.HasLink) == 0;
        if (hasDropped) status = Read(PhyRegister.Status);
        bool isUp = (status & (PhyBits.HasLink | PhyBits.HasNegotiated)) == (PhyBits.HasLink | PhyBits.HasNegotiated) && status != Nothing;
        if (isUp && (!IsUp || hasDropped)) ComeUp(AgreedSpeed());
        IsUp = isUp;
    }

    private void ComeUp(uint speed)
    {
        const uint Speeds = GemBits.Gigabit | GemBits.Fast | GemBits.FullDuplex;
        device.Write(GemRegisters.NetworkConfiguration, (device.Read(GemRegisters.NetworkConfiguration) & ~Speeds) | speed);
        IsUp = true;
        TimesUp++;
    }

    private uint AgreedSpeed()
    {
        if ((Read(PhyRegister.GigabitControl) & PhyBits.Full1000) != 0 && (Read(PhyRegister.GigabitStatus) & PhyBits.PartnerFull1000) != 0) return GemBits.Gigabit | GemBits.FullDuplex;
        uint common = Read(PhyRegister.Advertisement) & Read(PhyRegister.Partner);
        if ((common & PhyBits.Full100) != 0) return GemBits.Fast | GemBits.FullDuplex;
        if ((common & PhyBits.Half100) != 0) return GemBits.Fast;
        return (common & PhyBits.Full10) != 0 ? GemBits.FullDuplex : 0;
    }

    private uint Read(PhyRegister register)
    {
        if (!AwaitIdle()) return Nothing;
        device.Write(GemRegisters.PhyManagement, ReadFrame | (_address << AddressShift) | ((uint)register << RegisterShift));
        return AwaitIdle() ? device.Read(GemRegisters.PhyManagement) & Nothing : Nothing;
    }

    private bool AwaitIdle()
    {
        Cycles deadline = counter.Now + counter.Microseconds(BoundMicroseconds);
        while ((device.Read(GemRegisters.NetworkStatus) & GemBits.ManagementIdle) == 0)
        {
            if (counter.Now >= deadline) return false;
        }
        return true;
    }
}
