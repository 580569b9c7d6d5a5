using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>What is between the DMA engines and the PHY: the MAC (UMAC), the buffer memory (RBUF, TBUF), the filters and the RGMII.</summary>
/// <param name="registers">The device.</param>
internal sealed class GenetMac(GenetRegisters registers)
{
    // What others wait after each of these; the device does not say when it is ready.
    private const ulong SettleMicroseconds = 10;

    // The MAC stops between two frames: one of 1518 bytes takes 1.2 ms at 10 Mbit/s.
    private const ulong FrameMicroseconds = 2_000;

    // 2048 bytes, in units of 16: what it is after a reset. No frame that is allowed is longer, so each is one part.
    private const uint ReadyThreshold = GenetDma.BufferBytes / 16;

    // As in other drivers: some more than a frame with a VLAN tag and its check sequence. A longer one is marked as too long.
    private const uint MaximumFrameBytes = 1536;

    private const uint BothDirections = GenetBits.MacTransmitEnable | GenetBits.MacReceiveEnable;
    private const uint NoPause = GenetBits.MacIgnoreReceivedPause | GenetBits.MacIgnoreTransmitPause;

    /// <summary>The address that firmware left in the MAC; zero if it left none.</summary>
    public MacAddress ReadAddress()
    {
        bool isInReset = (registers.Read(GenetRegister.ReceiveFlush) & GenetBits.ResetMac) != 0;
        return isInReset ? default : new MacAddress(((ulong)registers.Read(GenetRegister.MacAddressHigh) << 16) | (registers.Read(GenetRegister.MacAddressLow) & 0xffff));
    }

    /// <summary>Nothing interrupts.</summary>
    public void MaskInterrupts()
    {
        registers.Write(GenetRegister.InterruptMaskSet, GenetBits.InterruptAll);
        registers.Write(GenetRegister.InterruptClear, GenetBits.InterruptAll);
        registers.Write(GenetRegister.RingInterruptMaskSet, GenetBits.InterruptAll);
        registers.Write(GenetRegister.RingInterruptClear, GenetBits.InterruptAll);
    }

    /// <summary>Nothing is received any more; what is still to be sent is sent.</summary>
    public void StopReceiving()
    {
        if ((registers.Read(GenetRegister.MacCommand) & GenetBits.MacReceiveEnable) == 0) return;
        registers.Change(GenetRegister.MacCommand, 0, GenetBits.MacReceiveEnable);
        registers.Delay(FrameMicroseconds);
    }

    /// <summary>Drops all frames that are in it and in the buffer memory, and resets it. The DMA engines have been told to stop.</summary>
    public void Reset()
    {
        registers.Change(GenetRegister.MacCommand, 0, BothDirections);
        Pulse(GenetRegister.TransmitFlush, 1);
        Pulse(GenetRegister.ReceiveFlush, GenetBits.ResetMac);

        // What firmware has received and nobody fetched would be the first frame to arrive, or a part of it.
        Pulse(GenetRegister.ReceiveFlush, GenetBits.FlushReceiveBuffer);
        Pulse(GenetRegister.MacCommand, GenetBits.MacReset | GenetBits.MacLoopback);
        registers.Write(GenetRegister.MacCounterReset, GenetBits.MacCountersAll);
        registers.Write(GenetRegister.MacCounterReset, 0);
    }

    /// <summary>Sets everything up that the link's speed has no part in. The MAC is off.</summary>
    public void Configure(MacAddress address)
    {
        registers.Write(GenetRegister.MacMaximumFrame, MaximumFrameBytes);
        registers.Change(GenetRegister.ReceiveControl, GenetBits.ReceiveAlign2, GenetBits.StatusBlock);
        registers.Change(GenetRegister.TransmitControl, 0, GenetBits.StatusBlock);
        registers.Change(GenetRegister.ReceiveCheck, 0, GenetBits.ReceiveCheckEnable);
        registers.Write(GenetRegister.BufferSplit, 1);
        registers.Write(GenetRegister.ReceiveReadyThreshold, ReadyThreshold);
        registers.Write(GenetRegister.TransmitReadyThreshold, ReadyThreshold);
        TurnEnergySavingOff();
        SetAddress(address);
        registers.Write(GenetRegister.PortControl, GenetBits.PortExternalGigabitPhy);
        registers.Change(GenetRegister.Rgmii, GenetBits.RgmiiEnable, GenetBits.RgmiiOutOfBandDisable | GenetBits.RgmiiNoTransmitDelay | GenetBits.RgmiiLink);
    }

    /// <summary>Sends and receives from now on.</summary>
    public void Connect(LinkSpeed speed)
    {
        uint command = ((uint)speed << GenetBits.MacSpeedShift) | NoPause;
        registers.Change(GenetRegister.Rgmii, GenetBits.RgmiiLink, 0);
        registers.Write(GenetRegister.MacCommand, command);
        registers.Write(GenetRegister.MacCommand, command | BothDirections);
    }

    /// <summary>Neither sends nor receives. What the transmit ring holds stays there.</summary>
    public void Disconnect()
    {
        registers.Change(GenetRegister.MacCommand, 0, BothDirections);
        registers.Change(GenetRegister.Rgmii, 0, GenetBits.RgmiiLink);
    }

    /// <summary>How many frames found no room in the buffer memory since the last call.</summary>
    public uint TakeOverflows()
    {
        uint overflows = registers.Read(GenetRegister.ReceiveOverflows);
        if (overflows != 0) registers.Write(GenetRegister.ReceiveOverflows, 0);
        return overflows;
    }

    // With it on, the receive buffer is known to stop for good.
    private void TurnEnergySavingOff()
    {
        registers.Change(GenetRegister.ReceiveEnergy, 0, GenetBits.BufferEnergyEnable);
        registers.Change(GenetRegister.TransmitEnergy, 0, GenetBits.BufferEnergyEnable);
        registers.Change(GenetRegister.MacEnergy, 0, GenetBits.MacEnergyEnable);
    }

    // Broadcasts and its own are let through, all to the one ring.
    private void SetAddress(MacAddress address)
    {
        registers.Write(GenetRegister.MacAddressHigh, (uint)(address.Value >> 16));
        registers.Write(GenetRegister.MacAddressLow, (uint)(address.Value & 0xffff));
        registers.Write(GenetRegister.RingFilterControl, 0);
        WriteFilter(0, MacAddress.Broadcast);
        WriteFilter(1, address);
        registers.Write(GenetRegister.FilterControl, 3u << (GenetBits.FilterEntries - 2));
    }

    private void WriteFilter(uint entry, MacAddress address)
    {
        uint offset = (uint)GenetRegister.FilterEntries + (entry * sizeof(ulong));
        registers.Write(offset, (uint)(address.Value >> 32));
        registers.Write(offset + sizeof(uint), (uint)address.Value);
    }

    private void Pulse(GenetRegister register, uint bits)
    {
        registers.Write(register, bits);
        registers.Delay(SettleMicroseconds);
        registers.Write(register, 0);
        registers.Delay(SettleMicroseconds);
    }
}
