using System;

namespace Pilevisor.Virtualization;

/// <summary>One interrupt as one vCPU has it: a private one, or an SPI that the distributor delivered to it.</summary>
internal struct VcpuInterrupt
{
    private Flags _flags;

    /// <summary>Its priority: 0 is the highest.</summary>
    public byte Priority;

    /// <summary>
    /// While it is active: the priority it had when that began, by which the CPU interface knows it until it is ended, whatever its priority becomes meanwhile.
    /// </summary>
    public byte ActivePriority;

    /// <summary>It is forwarded to the vCPU. An SPI is as long as it is here: the distributor decides.</summary>
    public bool IsEnabled { readonly get => Has(Flags.Enabled); set => Set(Flags.Enabled, value); }

    /// <summary>It is in Group 1; otherwise in Group 0.</summary>
    public bool IsGroup1 { readonly get => Has(Flags.Group1); set => Set(Flags.Group1, value); }

    /// <summary>
    /// It is pending here, in software. Pending state that a list register was given is not: see <see cref="IsGivenPending"/>. Of an interrupt with a line this
    /// is the latch that ISPENDR sets and the acknowledgement or ICPENDR clears: it is pending while latch or line is set (IHI 0069, 4.4).
    /// </summary>
    public bool IsPending { readonly get => Has(Flags.Pending); set => Set(Flags.Pending, value); }

    /// <summary>It is active, as far as is known: while a list register has it, as it was when that was filled.</summary>
    public bool IsActive { readonly get => Has(Flags.Active); set => Set(Flags.Active, value); }

    /// <summary>The physical interrupt behind it is active, and must be deactivated once.</summary>
    public bool IsHardware { readonly get => Has(Flags.Hardware); set => Set(Flags.Hardware, value); }

    /// <summary>A list register has it; its state there is known to the vCPU's own CPU only.</summary>
    public bool IsLoaded { readonly get => Has(Flags.Loaded); set => Set(Flags.Loaded, value); }

    /// <summary>The list register that has it was filled with pending state.</summary>
    public bool IsGivenPending { readonly get => Has(Flags.GivenPending); set => Set(Flags.GivenPending, value); }

    /// <summary>The pending state in the list register came from here, and not from the line alone.</summary>
    public bool IsGivenLatch { readonly get => Has(Flags.GivenLatch); set => Set(Flags.GivenLatch, value); }

    /// <summary>Its line was high when it was last sampled.</summary>
    public bool IsHigh { readonly get => Has(Flags.High); set => Set(Flags.High, value); }

    /// <summary>What is pending in the list register is to be dropped when that is read back.</summary>
    public bool DropsPending { readonly get => Has(Flags.DropsPending); set => Set(Flags.DropsPending, value); }

    /// <summary>It is to be inactive when its list register is read back.</summary>
    public bool DropsActive { readonly get => Has(Flags.DropsActive); set => Set(Flags.DropsActive, value); }

    /// <summary>It is to be active when its list register is read back.</summary>
    public bool BecomesActive { readonly get => Has(Flags.BecomesActive); set => Set(Flags.BecomesActive, value); }

    /// <summary>The distributor wants its pending state back and has not had an answer.</summary>
    public bool IsRecalled { readonly get => Has(Flags.Recalled); set => Set(Flags.Recalled, value); }

    private readonly bool Has(Flags flag) => (_flags & flag) != 0;

    private void Set(Flags flag, bool value) => _flags = value ? _flags | flag : _flags & ~flag;

    [Flags]
    private enum Flags : ushort
    {
        None = 0,
        Enabled = 1 << 0,
        Group1 = 1 << 1,
        Pending = 1 << 2,
        Active = 1 << 3,
        Hardware = 1 << 4,
        Loaded = 1 << 5,
        GivenPending = 1 << 6,
        DropsPending = 1 << 7,
        DropsActive = 1 << 8,
        BecomesActive = 1 << 9,
        Recalled = 1 << 10,
        GivenLatch = 1 << 11,
        High = 1 << 12,
    }
}
