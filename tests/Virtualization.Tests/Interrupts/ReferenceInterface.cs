using System.Collections.Generic;

namespace Pilevisor.Virtualization.Tests;

/// <summary>One vCPU's CPU interface by the letter of IHI 0069, 4.8, with the least binary points.</summary>
internal sealed class ReferenceInterface
{
    /// <summary>EOImode.</summary>
    public required bool SplitsDeactivation { get; init; }

    /// <summary>ICC_IGRPEN0_EL1 and ICC_IGRPEN1_EL1, a bit each.</summary>
    public int Groups { get; set; } = 3;

    public byte PriorityMask { get; set; } = 0xff;

    /// <summary>What was acknowledged and whose priority was not dropped, with the priority it had then.</summary>
    public Stack<(ReferenceInterrupt Interrupt, int Priority)> Running { get; } = [];

    public int RunningPriority => Running.TryPeek(out (ReferenceInterrupt Interrupt, int Priority) top) ? top.Priority : 0x100;
}
