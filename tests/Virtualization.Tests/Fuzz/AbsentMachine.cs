using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>What a machine whose guest does not run needs not do.</summary>
internal sealed class AbsentMachine : IGuestEntry, IVirtualOffset
{
    public void Configure(in GuestControls controls)
    {
    }

    public void Enter(ref TrapFrame frame)
    {
    }

    public void Set(ulong ticks)
    {
    }
}
