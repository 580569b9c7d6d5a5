namespace Pilevisor.Virtualization.Tests;

/// <summary>One interrupt by the letter of IHI 0069, chapter 4: no list registers, no messages, everything at once.</summary>
internal sealed class ReferenceInterrupt(uint intid)
{
    public uint Intid => intid;

    public bool IsEnabled { get; set; }

    public bool IsEdge { get; set; }

    public bool IsHigh { get; set; }

    public bool IsLatched { get; set; }

    public byte Priority { get; set; }

    /// <summary>The vCPU it is for.</summary>
    public int Target { get; set; }

    public bool IsGroup1 { get; set; } = true;

    public bool IsActive { get; set; }

    /// <summary>It was acknowledged, and its priority was not dropped.</summary>
    public bool IsRunning { get; set; }

    public bool IsPending => IsLatched || (IsHigh && !IsEdge);
}
