namespace Pilevisor.Kernel;

/// <summary>What a CPU does once it runs C#.</summary>
public interface ICpuMain
{
    /// <summary>Runs on <paramref name="cpu"/>, with its own stack, MMU and caches on, interrupts masked. Does not return.</summary>
    void Run(CpuIndex cpu);
}
