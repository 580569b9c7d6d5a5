using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>The virtual interrupts of the calling CPU's vCPU, as the rest of the virtual machine deals with them.</summary>
/// <param name="vcpus">This node's vCPUs.</param>
/// <param name="carrier">Reports to the distributor.</param>
/// <param name="settlement">Waits for list registers to be read back.</param>
/// <param name="lines">Looks after lines that fall.</param>
/// <param name="gate">Protects the state.</param>
public sealed class GuestInterrupts(PerCpu<VcpuInterrupts> vcpus, SpiCarrier carrier, InterruptSettlement settlement, LineWatch lines, VirtualInterruptLock gate)
{
    /// <summary>
    /// The CPU is about to enter the guest as <paramref name="frame"/> says: nothing but a few loads if its list registers are as they should be. Last, with
    /// interrupts masked: a kick that comes later interrupts the guest at once.
    /// </summary>
    public void BeforeGuestEntry(in TrapFrame frame)
    {
        VcpuInterrupts own = vcpus.Current;
        if (own.IsMarked || own.WatchesLine) Prepare(own, in frame);
    }

    /// <summary>Reads the list registers back, tells the distributor what has ended, and fills them anew.</summary>
    public void Synchronize()
    {
        gate.Acquire();
        VcpuInterrupts own = vcpus.Current;
        own.Fold();
        carrier.Flush();
        settlement.Progress();
        own.Fill();
        gate.Release();
    }

    /// <summary>Another CPU has kicked this one, which may not be on its way to its guest: what it was marked for is done.</summary>
    public void TakeKick()
    {
        if (vcpus.Current.IsMarked) Synchronize();
    }

    // Apart from the way of every trap.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Prepare(VcpuInterrupts own, in TrapFrame frame)
    {
        if (own.IsMarked || own.HasLineFallen) Synchronize();
        if (own.WatchesLine) lines.Begin(in frame);
    }

    /// <summary>The guest's virtual timer has raised its physical interrupt.</summary>
    public void RaiseTimer()
    {
        gate.Acquire();
        vcpus.Current.RaiseTimer();
        gate.Release();
    }

    /// <summary>A line of the calling CPU's private interrupts may have changed.</summary>
    public void SampleLines()
    {
        gate.Acquire();
        vcpus.Current.LookAtLines();
        gate.Release();
    }

    /// <summary>Whether the guest has an interrupt to take, so that WFI would end. Brings the list registers up to date if it may have.</summary>
    public bool HasDeliverable()
    {
        VcpuInterrupts own = vcpus.Current;
        // It had none when they were filled, and nothing has happened since.
        if (!own.HasDeliverable && !own.IsMarked) return false;
        Synchronize();
        return own.HasDeliverable;
    }

    /// <summary>The calling CPU's vCPU begins after PSCI has turned it on.</summary>
    public void TurnOn()
    {
        gate.Acquire();
        vcpus.Current.TurnOn();
        gate.Release();
    }

    /// <summary>PSCI turns the calling CPU's vCPU off.</summary>
    public void TurnOff()
    {
        gate.Acquire();
        vcpus.Current.TurnOff();
        carrier.Flush();
        gate.Release();
    }
}
