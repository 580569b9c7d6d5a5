namespace Pilevisor.Virtualization.Tests;

/// <summary>One interrupt by the letter of IHI 0069, chapter 4: no list registers, no messages, everything at once.</summary>
internal sealed class ReferenceInterrupt(uint intid)
{
    public const int Inactive = -1;

    public uint Intid => intid;

    public bool IsEnabled { get; set; }

    public bool IsEdge { get; set; }

    public bool IsHigh { get; set; }

    public bool IsLatched { get; set; }

    public byte Priority { get; set; }

    /// <summary>The vCPU it is for.</summary>
    public int Target { get; set; }

    /// <summary>The vCPU that acknowledged it.</summary>
    public int ActiveOn { get; set; } = Inactive;

    public bool IsActive => ActiveOn != Inactive;

    public bool IsPending => IsLatched || (IsHigh && !IsEdge);
}
