using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The distributor: the guest's SPIs, on the leader. What devices and the guest's registers change here ends in <see cref="Evaluate"/>, which decides for one
/// SPI whether a vCPU is given it or has to give it back; how it gets there is in SpiDistributor.Delivery.cs. An SPI has one carrier at a time: it is
/// delivered, the guest acknowledges and ends it without the distributor, and the carrier reports when that is over or when it was recalled. An edge that comes
/// meanwhile goes to a carrier on the leader at once, where it merges with what is pending; for a carrier elsewhere it waits for the report.
/// </summary>
/// <param name="cluster">The nodes.</param>
/// <param name="topology">The vCPUs.</param>
/// <param name="vcpus">Those of this node.</param>
/// <param name="peers">The way to the others.</param>
/// <param name="gic">Says what a route means.</param>
/// <param name="gate">Protects all this.</param>
public sealed partial class SpiDistributor(
    ICluster cluster, VcpuTopology topology, PerCpu<VcpuInterrupts> vcpus, InterruptPeers peers, IGuestGic gic, VirtualInterruptLock gate)
    : InterruptBank(VirtualGic.FirstSpi, VirtualGic.InterruptCount - VirtualGic.FirstSpi), IInterruptLines
{
    private readonly SharedInterrupt[] _interrupts = NewInterrupts(gic.StartsInGroup1);
    private GroupSet _groupsEnabled;

    /// <summary>
    /// GICD_CTLR.EnableGrp0 and EnableGrp1. While a group's is clear, no interrupt of that is forwarded, private ones of any node included.
    /// </summary>
    public GroupSet GroupsEnabled => _groupsEnabled;

    /// <summary>GICD_CTLR.RWP: whether an SPI that is no longer forwarded may still be signalled, because its carrier has not given it back yet.</summary>
    public bool HasWriteUnderWay
    {
        get
        {
            gate.AssertHeld();
            for (uint spi = 0; _carried.MoveTo(ref spi); spi++)
            {
                ref SharedInterrupt state = ref _interrupts[spi];
                if (!IsForwarded(in state) && (state.IsGivenPending || state.IsRecalled)) return true;
            }
            return false;
        }
    }

    /// <summary>Whether a carrier has still to do something for one of 32 SPIs: what was written to its registers has not taken effect.</summary>
    internal bool HasBusiness(uint word)
    {
        gate.AssertHeld();
        for (uint spi = word * 32; spi < (word + 1) * 32; spi++)
        {
            ref SharedInterrupt state = ref _interrupts[spi];
            if (state.IsCarried && (state.IsRecalled || state.ClearsActive || state.BecomesActive || _waiting.Contains(spi))) return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public void SetLevel(InterruptId spi, bool high)
    {
        Panic.Unless(Contains(spi.Value), "a device drives an interrupt that is no SPI");
        gate.Acquire();
        ref SharedInterrupt state = ref _interrupts[spi.Value];
        if (high && !state.IsHigh && state.IsEdge) state.IsLatched = true;
        state.IsHigh = high;
        Update(spi.Value);
        gate.Release();
    }

    /// <inheritdoc/>
    public void Pulse(InterruptId spi)
    {
        Panic.Unless(Contains(spi.Value), "a device drives an interrupt that is no SPI");
        gate.Acquire();
        _interrupts[spi.Value].IsLatched = true;
        Update(spi.Value);
        gate.Release();
    }

    /// <summary>Sets GICD_CTLR.EnableGrp0 and EnableGrp1.</summary>
    public void SetGroupsEnabled(GroupSet groups)
    {
        gate.AssertHeld();
        if (_groupsEnabled.Bits == groups.Bits) return;
        _groupsEnabled = groups;
        for (int i = 0; i < vcpus.Count; i++) vcpus[new CpuIndex(i)].SetGroupsEnabled(groups);
        for (ushort i = 0; i < cluster.NodeCount; i++)
        {
            if (cluster.IsPresent(new NodeId(i))) _groupWaiting = _groupWaiting.With(new NodeId(i));
        }
        _groupWaiting = _groupWaiting.Without(cluster.Self);
        EvaluateAll();
    }

    /// <summary><paramref name="node"/> has joined: it learns which groups are enabled, and interrupts that its vCPUs are to have can go there.</summary>
    public void Admit(NodeId node)
    {
        gate.AssertHeld();
        _groupWaiting = _groupWaiting.With(node);
        EvaluateAll();
    }

    /// <summary><paramref name="node"/> is about to leave: what is pending at its vCPUs comes back.</summary>
    internal void Dismiss(NodeId node)
    {
        gate.AssertHeld();
        _groupWaiting = _groupWaiting.Without(node);
        EvaluateAll();
    }

    /// <summary><paramref name="node"/>, none of whose vCPUs was on, has died: what they had comes back as it was given.</summary>
    internal void Bury(NodeId node)
    {
        gate.AssertHeld();
        for (uint spi = 0; _carried.MoveTo(ref spi); spi++)
        {
            if (topology.NodeOf(new VcpuId((uint)_interrupts[spi].Carrier)) != node) continue;
            ref SharedInterrupt state = ref _interrupts[spi];
            if (state.IsGivenLatch) state.IsLatched = true;
            state.IsGivenPending = state.IsGivenLatch = state.IsActive = state.ClearsActive = false;
            if (state.IsRecalled) EndRecall(ref state);
            SetCarrier(spi, SharedInterrupt.Nobody);
        }
        Dismiss(node);
    }

    /// <summary>Whether a vCPU of <paramref name="node"/> has an SPI: one that it was given, or one that it has not ended.</summary>
    internal bool IsCarriedAt(NodeId node)
    {
        gate.AssertHeld();
        for (uint spi = 0; _carried.MoveTo(ref spi); spi++)
        {
            if (topology.NodeOf(new VcpuId((uint)_interrupts[spi].Carrier)) == node) return true;
        }
        return false;
    }

    /// <summary>An SPI that the guest has acknowledged on a vCPU of <paramref name="node"/> and not ended: 0 if there is none.</summary>
    internal uint ActiveAt(NodeId node)
    {
        gate.AssertHeld();
        for (uint spi = 0; _carried.MoveTo(ref spi); spi++)
        {
            if (_interrupts[spi].IsActive && topology.NodeOf(new VcpuId((uint)_interrupts[spi].Carrier)) == node) return spi;
        }
        return 0;
    }

    /// <summary>Which vCPU an SPI is for: an affinity in GICD_IROUTER, or a mask of CPU interfaces in GICD_ITARGETSR.</summary>
    public ulong ReadRoute(uint spi) => _interrupts[spi].Route;

    /// <summary>Sets it. An SPI that is pending at another vCPU is fetched back from there; one that is active stays until it is ended.</summary>
    public void WriteRoute(uint spi, ulong route)
    {
        gate.AssertHeld();
        _interrupts[spi].Route = route;
        Update(spi);
    }

    /// <inheritdoc/>
    public override bool Read(InterruptProperty property, uint spi)
    {
        gate.AssertHeld();
        ref SharedInterrupt state = ref _interrupts[spi];
        return property switch
        {
            InterruptProperty.Group1 => state.IsGroup1,
            InterruptProperty.Enabled => state.IsEnabled,
            InterruptProperty.Pending => ReadPending(spi),
            InterruptProperty.Active => state.IsActive || state.BecomesActive,
            _ => state.IsEdge,
        };
    }

    /// <inheritdoc/>
    public override void Write(InterruptProperty property, uint spi, bool value)
    {
        gate.AssertHeld();
        ref SharedInterrupt state = ref _interrupts[spi];
        switch (property)
        {
            case InterruptProperty.Group1:
                state.IsGroup1 = value;
                break;
            case InterruptProperty.Enabled:
                state.IsEnabled = value;
                break;
            case InterruptProperty.Pending:
                state.IsLatched = value;
                // Without its latch, what the carrier has is not restored when it comes back.
                if (!value) state.IsGivenLatch = false;
                break;
            case InterruptProperty.Active:
                state.BecomesActive = value;
                state.ClearsActive = !value && state.IsCarried;
                break;
            default:
                state.IsEdge = value;
                break;
        }
        Update(spi);
    }

    /// <inheritdoc/>
    public override byte ReadPriority(uint spi) => _interrupts[spi].Priority;

    /// <inheritdoc/>
    public override void WritePriority(uint spi, byte priority)
    {
        gate.AssertHeld();
        _interrupts[spi].Priority = priority;
        Update(spi);
    }

    private static SharedInterrupt[] NewInterrupts(bool inGroup1)
    {
        SharedInterrupt[] interrupts = new SharedInterrupt[(int)VirtualGic.InterruptCount];
        for (int i = 0; i < interrupts.Length; i++)
        {
            interrupts[i].IsGroup1 = inGroup1;
            interrupts[i].Carrier = SharedInterrupt.Nobody;
        }
        return interrupts;
    }

    private void EvaluateAll()
    {
        TellOthers();
        for (uint spi = VirtualGic.FirstSpi; spi < VirtualGic.InterruptCount; spi++) Evaluate(spi);
        TakeLocalReports();
    }

    private void Update(uint spi)
    {
        Evaluate(spi);
        TakeLocalReports();
    }

    // A carrier elsewhere counts as still pending until it reports; one on this node is asked, which is exact if it has just looked. What was given for a line's
    // sake ends with the line, whether the carrier knows it yet or not.
    private bool ReadPending(uint spi)
    {
        ref SharedInterrupt state = ref _interrupts[spi];
        if (state.IsPending || !state.IsCarried) return state.IsPending;
        if (!state.IsEdge && !state.IsGivenLatch) return false;
        VcpuId carrier = new((uint)state.Carrier);
        return topology.IsLocal(carrier) ? vcpus[topology.CpuOf(carrier)].Read(InterruptProperty.Pending, spi) : state.IsGivenPending;
    }
}
