using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>Waits for bits by which the GIC says that it has not finished with a register write yet.</summary>
internal static class GicRegisterWait
{
    // The GIC answers within microseconds; this many reads take a good part of a second.
    private const int ReadBound = 1_000_000;

    /// <summary>Waits until <paramref name="bits"/> of <paramref name="register"/> are all zero.</summary>
    /// <exception cref="PanicException">If they never are; the text names <paramref name="what"/>.</exception>
    public static void UntilClear(IMmio mmio, PhysicalAddress register, uint bits, string what)
    {
        for (int reads = 0; reads < ReadBound; reads++)
        {
            if ((mmio.Read32(register) & bits) == 0) return;
        }
        Panic.Fail($"the interrupt controller does not answer: {what} at {register} stays set");
    }
}
