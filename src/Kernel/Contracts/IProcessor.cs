namespace Pilevisor.Kernel;

/// <summary>The CPU this code runs on.</summary>
public interface IProcessor
{
    /// <summary>Which CPU of this machine it is.</summary>
    CpuIndex Current { get; }

    /// <summary>Sleeps until an interrupt is pending for this CPU, masked or not (WFI). May return early.</summary>
    void WaitForInterrupt();

    /// <summary>A hint inside a spin loop (YIELD).</summary>
    void Relax();
}
