namespace Pilevisor.Kernel;

/// <summary>Bits of the PL031's registers (ARM DDI 0224, section 3.3), for the driver and for the guest's own.</summary>
public static class Pl031Bits
{
    /// <summary>RTCCR: the clock runs. Once it does, only a reset of the machine stops it.</summary>
    public const uint Runs = 1u << 0;

    /// <summary>RTCINTR, in RTCIMSC and its like.</summary>
    public const uint Alarm = 1u << 0;
}
