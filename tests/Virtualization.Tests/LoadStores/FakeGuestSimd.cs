using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Counts what is asked for; the frames of these tests are complete from the start.</summary>
internal sealed class FakeGuestSimd : IGuestSimd
{
    public int Completed { get; private set; }

    public int Restored { get; private set; }

    public void Complete(ref TrapFrame frame) => Completed++;

    public void Restore(in TrapFrame frame)
    {
        Assert.True(Completed > Restored, "restored from a frame that was not completed");
        Restored++;
    }
}
