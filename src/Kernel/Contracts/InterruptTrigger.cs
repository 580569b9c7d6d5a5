namespace Pilevisor.Kernel;

/// <summary>How an interrupt is signalled.</summary>
public enum InterruptTrigger : byte
{
    /// <summary>Pending while its line is high.</summary>
    Level,

    /// <summary>Made pending by a rising edge.</summary>
    Edge,
}
