using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// The Raspberry Pi 4's PHY, a BCM54213PE, on RGMII as its device tree says, phy-mode "rgmii-rxid": the PHY delays the receive clock, and the MAC the transmit clock. The Raspberry Pi 4 has it at MDIO address 1, and the Compute
/// Module 4 at 0.
/// </summary>
/// <param name="registers">The GENET: waits, and its name in texts.</param>
/// <param name="mdio">The way to it.</param>
internal sealed class Bcm54213Phy(GenetRegisters registers, GenetMdio mdio)
{
    private const uint Identifier = 0x600d_84a0;
    private const uint RevisionMask = 0xf;
    private const uint NoPhy = 0xffff_ffff;

    // IEEE 802.3, 22.2.4.1.1.
    private const ulong ResetMicroseconds = 500_000;
    private const ulong ResetLookMicroseconds = 1_000;

    private uint _address;

    /// <summary>Finds the PHY, resets it, sets the delays, and has it negotiate: what is full duplex, without Energy Efficient Ethernet, which this driver's MAC does not take part in. That takes seconds, and goes on by itself.</summary>
    /// <exception cref="PanicException">If there is no such PHY, or it does not do what it is told.</exception>
    public void Initialize()
    {
        Find();
        Reset();
        SetReceiveDelay();
        ClearTransmitDelay();
        OfferNoEnergySaving();
        Write(PhyRegister.Advertisement, PhyBits.Full100 | PhyBits.Full10 | PhyBits.Ethernet);
        Write(PhyRegister.GigabitControl, PhyBits.Full1000);
        Write(PhyRegister.Control, PhyBits.Negotiate | PhyBits.NegotiateAgain);
    }

    /// <summary>
    /// What has been agreed on. Takes some 50 us. A link that was lost since the last look is down in this one. The outcome is the PHY's own: over a bad cable it takes a lower speed than both sides offer.
    /// </summary>
    public LinkSpeed Look()
    {
        const ushort Up = PhyBits.HasLink | PhyBits.HasNegotiated;
        if (!mdio.TryRead(_address, PhyRegister.Status, out ushort status) || (status & Up) != Up) return LinkSpeed.Down;
        if (!mdio.TryRead(_address, PhyRegister.AuxiliaryStatus, out ushort outcome)) return LinkSpeed.Down;
        return (outcome & Bcm54213Bits.Outcome) switch
        {
            Bcm54213Bits.OutcomeFull1000 => LinkSpeed.Megabits1000,
            Bcm54213Bits.OutcomeFull100 => LinkSpeed.Megabits100,
            Bcm54213Bits.OutcomeFull10 => LinkSpeed.Megabits10,
            _ => LinkSpeed.Unusable,
        };
    }

    private void Find()
    {
        uint last = NoPhy;

        // Address 0 comes last: a PHY may answer there and at its own.
        for (uint i = 1; i <= GenetMdio.Addresses; i++)
        {
            uint address = i % GenetMdio.Addresses;
            if (!mdio.TryRead(address, PhyRegister.IdentifierHigh, out ushort high) || !mdio.TryRead(address, PhyRegister.IdentifierLow, out ushort low)) continue;
            uint identifier = ((uint)high << 16) | low;
            if ((identifier & ~RevisionMask) == Identifier)
            {
                _address = address;
                return;
            }
            if (identifier != NoPhy) last = identifier;
        }
        if (last == NoPhy) Panic.Fail($"no PHY answers at any MDIO address of the GENET at {registers.Start}: one with the identifier {Identifier:x} is expected, at address 1 of a Raspberry Pi 4");
        Panic.Fail($"the PHY of the GENET at {registers.Start} has the identifier {last:x}, not {Identifier:x} (BCM54213PE): this driver does not know how to set its RGMII delays");
    }

    private void Reset()
    {
        Write(PhyRegister.Control, PhyBits.Reset);
        for (ulong waited = 0; waited <= ResetMicroseconds; waited += ResetLookMicroseconds)
        {
            registers.Delay(ResetLookMicroseconds);
            if (mdio.TryRead(_address, PhyRegister.Control, out ushort control) && (control & PhyBits.Reset) == 0) return;
        }
        Panic.Fail($"the PHY at MDIO address {_address} of the GENET at {registers.Start} does not finish its reset within 500 ms");
    }

    private void SetReceiveDelay()
    {
        ushort value = ReadMiscellaneous();
        Write(PhyRegister.AuxiliaryControl, (ushort)(value | Bcm54213Bits.MiscellaneousWrite | Bcm54213Bits.ReceiveDelay | Bcm54213Bits.Miscellaneous));
        if ((ReadMiscellaneous() & Bcm54213Bits.ReceiveDelay) == 0) RefuseDelay("does not turn its receive clock's delay on");
    }

    // The MAC's delay is on instead: both would be one too many.
    private void ClearTransmitDelay()
    {
        uint value = ReadClockAlignment() & ~(uint)Bcm54213Bits.TransmitDelay;
        Write(PhyRegister.Shadow, (ushort)(Bcm54213Bits.ShadowWrite | (Bcm54213Bits.ClockAlignment << Bcm54213Bits.ShadowShift) | value));
        if ((ReadClockAlignment() & Bcm54213Bits.TransmitDelay) != 0) RefuseDelay("does not turn its transmit clock's delay off");
    }

    private void OfferNoEnergySaving()
    {
        Write(PhyRegister.MmdControl, PhyBits.MmdNegotiation);
        Write(PhyRegister.MmdData, PhyBits.EnergyAdvertisement);
        Write(PhyRegister.MmdControl, PhyBits.MmdIsData | PhyBits.MmdNegotiation);
        Write(PhyRegister.MmdData, 0);
    }

    private void RefuseDelay(string what) => Panic.Fail($"the PHY at MDIO address {_address} of the GENET at {registers.Start} {what}: RGMII would not work");

    private ushort ReadMiscellaneous()
    {
        Write(PhyRegister.AuxiliaryControl, (ushort)((Bcm54213Bits.Miscellaneous << Bcm54213Bits.AuxiliaryReadShift) | Bcm54213Bits.Miscellaneous));
        return mdio.Read(_address, PhyRegister.AuxiliaryControl);
    }

    private uint ReadClockAlignment()
    {
        Write(PhyRegister.Shadow, (ushort)(Bcm54213Bits.ClockAlignment << Bcm54213Bits.ShadowShift));
        return (uint)(mdio.Read(_address, PhyRegister.Shadow) & Bcm54213Bits.ShadowData);
    }

    private void Write(PhyRegister register, ushort value) => mdio.Write(_address, register, value);
}
