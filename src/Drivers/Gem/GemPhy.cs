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

    private const uint StatusRegister = 1;
    private const uint IdentifierRegister = 2;
    private const uint AdvertisementRegister = 4;
    private const uint PartnerRegister = 5;
    private const uint GigabitControlRegister = 9;
    private const uint GigabitStatusRegister = 10;

    private const uint Nothing = 0xffff;
    private const uint LinkUp = 1 << 2;
    private const uint NegotiationComplete = 1 << 5;
    private const uint Advertises1000Full = 1 << 9;
    private const uint PartnerHas1000Full = 1 << 11;
    private const uint Has100Full = 1 << 8;
    private const uint Has100Half = 1 << 7;
    private const uint Has10Full = 1 << 6;

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
            if (Read(IdentifierRegister) is not (Nothing or 0)) break;
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
        uint status = Read(StatusRegister);

        // That the link was down is kept until it is read.
        bool hasDropped = (status & LinkUp) == 0;
        if (hasDropped) status = Read(StatusRegister);
        bool isUp = (status & (LinkUp | NegotiationComplete)) == (LinkUp | NegotiationComplete) && status != Nothing;
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
        if ((Read(GigabitControlRegister) & Advertises1000Full) != 0 && (Read(GigabitStatusRegister) & PartnerHas1000Full) != 0) return GemBits.Gigabit | GemBits.FullDuplex;
        uint common = Read(AdvertisementRegister) & Read(PartnerRegister);
        if ((common & Has100Full) != 0) return GemBits.Fast | GemBits.FullDuplex;
        if ((common & Has100Half) != 0) return GemBits.Fast;
        return (common & Has10Full) != 0 ? GemBits.FullDuplex : 0;
    }

    private uint Read(uint register)
    {
        if (!AwaitIdle()) return Nothing;
        device.Write(GemRegisters.PhyManagement, ReadFrame | (_address << AddressShift) | (register << RegisterShift));
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
