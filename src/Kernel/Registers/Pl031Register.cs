namespace Pilevisor.Kernel;

/// <summary>Offsets of the PL031's registers (ARM DDI 0224, section 3.2).</summary>
public enum Pl031Register : uint
{
    /// <summary>RTCDR: the time, in seconds.</summary>
    Data = 0x000,

    /// <summary>RTCMR: the time of the alarm.</summary>
    Match = 0x004,

    /// <summary>RTCLR: sets the time.</summary>
    Load = 0x008,

    /// <summary>RTCCR: starts the clock.</summary>
    Control = 0x00c,

    /// <summary>RTCIMSC: whether the alarm interrupts.</summary>
    InterruptMask = 0x010,

    /// <summary>RTCRIS: the alarm before the mask.</summary>
    RawInterrupts = 0x014,

    /// <summary>RTCMIS: the alarm behind the mask.</summary>
    MaskedInterrupts = 0x018,

    /// <summary>RTCICR: clears the alarm.</summary>
    InterruptClear = 0x01c,

    /// <summary>RTCPeriphID0, the first of eight identification registers.</summary>
    Identification = 0xfe0,
}
