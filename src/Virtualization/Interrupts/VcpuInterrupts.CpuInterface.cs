using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <content>What the CPU interface does to interrupts when its registers trap: on the vCPU's own CPU, after <see cref="Fold"/>, so that everything is software state.</content>
public partial class VcpuInterrupts
{
    /// <summary>Finds the interrupt that would be acknowledged next if its priority sufficed: pending, not active, of a group that the CPU interface lets through.</summary>
    internal bool TryFindHighestPending(VirtualInterfaceControl control, out uint intid, out byte priority, out bool isGroup1)
    {
        gate.AssertHeld();
        int best = int.MaxValue;
        intid = 0;
        for (uint candidate = 0; _present.MoveTo(ref candidate); candidate++)
        {
            ref VcpuInterrupt state = ref _interrupts[candidate];
            if (state.Priority >= best || state.IsActive || !IsDeliverable(in state) || !control.IsEnabled(state.IsGroup1)) continue;
            best = state.Priority;
            intid = candidate;
        }
        priority = _interrupts[intid].Priority;
        isGroup1 = _interrupts[intid].IsGroup1;
        return best != int.MaxValue;
    }

    /// <summary>The guest has acknowledged an interrupt: it is active and no longer pending.</summary>
    internal void Activate(uint intid)
    {
        gate.AssertHeld();
        ref VcpuInterrupt state = ref _interrupts[intid];
        state.IsPending = false;
        SetActive(ref state, true);
        Settle(intid);
        Mark();
    }

    /// <summary>The guest has deactivated an interrupt. An SPI that is not active here may be so on another vCPU, whose deactivation this is then: the distributor knows.</summary>
    /// <param name="intid">Any number.</param>
    /// <param name="reachesOthers">Whether an SPI of another vCPU is meant too: ICC_DIR_EL1 deactivates it, an end of interrupt does not.</param>
    internal void Deactivate(uint intid, bool reachesOthers)
    {
        gate.AssertHeld();
        if (intid >= VirtualGic.InterruptCount) return;
        ref VcpuInterrupt state = ref _interrupts[intid];
        if (state.IsActive)
        {
            state.IsActive = false;
            Settle(intid);
            // The line counts again, and a physical interrupt behind it is deactivated if that is low.
            SampleLines();
        }
        else if (reachesOthers && intid >= VirtualGic.FirstSpi)
        {
            _deactivatedElsewhere.Add(intid);
        }
        Mark();
    }
}
