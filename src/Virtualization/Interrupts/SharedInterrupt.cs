using System;

namespace Pilevisor.Virtualization;

/// <summary>
/// One SPI as the distributor has it. While a vCPU has it (it is its carrier), what the distributor knows of its pending and active state is what it gave and
/// what it was last told.
/// </summary>
internal struct SharedInterrupt
{
    /// <summary>The value of <see cref="Carrier"/> of an SPI that no vCPU has.</summary>
    public const int Nobody = -1;

    private Flags _flags;

    /// <summary>GICD_IPRIORITYR.</summary>
    public byte Priority;

    /// <summary>The priority the carrier was given.</summary>
    public byte GivenPriority;

    /// <summary>Whether the carrier was given it as one of Group 1.</summary>
    public bool IsGivenGroup1 { readonly get => Has(Flags.GivenGroup1); set => Set(Flags.GivenGroup1, value); }

    /// <summary>The number of the vCPU that has it, or <see cref="Nobody"/>.</summary>
    public int Carrier;

    /// <summary>Which vCPU it is for: GICD_IROUTER, or GICD_ITARGETSR of a GICv2.</summary>
    public ulong Route;

    /// <summary>GICD_ISENABLER.</summary>
    public bool IsEnabled { readonly get => Has(Flags.Enabled); set => Set(Flags.Enabled, value); }

    /// <summary>GICD_IGROUPR: it is in Group 1; otherwise in Group 0.</summary>
    public bool IsGroup1 { readonly get => Has(Flags.Group1); set => Set(Flags.Group1, value); }

    /// <summary>GICD_ICFGR: edge-triggered.</summary>
    public bool IsEdge { readonly get => Has(Flags.Edge); set => Set(Flags.Edge, value); }

    /// <summary>Its device drives its line high.</summary>
    public bool IsHigh { readonly get => Has(Flags.High); set => Set(Flags.High, value); }

    /// <summary>An edge, or a write to GICD_ISPENDR, that no vCPU has been given yet.</summary>
    public bool IsLatched { readonly get => Has(Flags.Latched); set => Set(Flags.Latched, value); }

    /// <summary>The carrier was given it as pending and has not said that this is over.</summary>
    public bool IsGivenPending { readonly get => Has(Flags.GivenPending); set => Set(Flags.GivenPending, value); }

    /// <summary>What the carrier was given came from the latch, and goes back there if it is given back.</summary>
    public bool IsGivenLatch { readonly get => Has(Flags.GivenLatch); set => Set(Flags.GivenLatch, value); }

    /// <summary>It is active, by what the carrier said last.</summary>
    public bool IsActive { readonly get => Has(Flags.Active); set => Set(Flags.Active, value); }

    /// <summary>A recall is under way: nothing else is asked of the carrier until it has answered.</summary>
    public bool IsRecalled { readonly get => Has(Flags.Recalled); set => Set(Flags.Recalled, value); }

    /// <summary>The recall under way deactivates it.</summary>
    public bool RecallClearsActive { readonly get => Has(Flags.RecallClearsActive); set => Set(Flags.RecallClearsActive, value); }

    /// <summary>GICD_ICACTIVER was written; the carrier does not know yet.</summary>
    public bool ClearsActive { readonly get => Has(Flags.ClearsActive); set => Set(Flags.ClearsActive, value); }

    /// <summary>GICD_ISACTIVER was written; no vCPU knows yet.</summary>
    public bool BecomesActive { readonly get => Has(Flags.BecomesActive); set => Set(Flags.BecomesActive, value); }

    /// <summary>Whether a vCPU has it.</summary>
    public readonly bool IsCarried => Carrier != Nobody;

    /// <summary>Whether it is pending here: latched, or its level is high (IHI 0069, 4.4).</summary>
    public readonly bool IsPending => IsLatched || (IsHigh && !IsEdge);

    private readonly bool Has(Flags flag) => (_flags & flag) != 0;

    private void Set(Flags flag, bool value) => _flags = value ? _flags | flag : _flags & ~flag;

    [Flags]
    private enum Flags : ushort
    {
        None = 0,
        Enabled = 1 << 0,
        Group1 = 1 << 1,
        Edge = 1 << 2,
        High = 1 << 3,
        Latched = 1 << 4,
        GivenPending = 1 << 5,
        GivenLatch = 1 << 6,
        Active = 1 << 7,
        Recalled = 1 << 8,
        RecallClearsActive = 1 << 9,
        ClearsActive = 1 << 10,
        BecomesActive = 1 << 11,
        GivenGroup1 = 1 << 12,
    }
}
