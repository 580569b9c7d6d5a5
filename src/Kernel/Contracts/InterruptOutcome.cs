namespace Pilevisor.Kernel;

/// <summary>What became of a physical interrupt.</summary>
public enum InterruptOutcome : byte
{
    /// <summary>It was dealt with: deactivate it.</summary>
    Completed,

    /// <summary>A list register carries it: the guest's own deactivation will deactivate it.</summary>
    HandedToGuest,
}
