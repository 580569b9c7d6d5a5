using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <content>Giving SPIs to vCPUs and taking them back.</content>
public sealed partial class SpiDistributor
{
    // SPIs that a vCPU has.
    private InterruptSet _carried;

    // SPIs whose message had to wait for room on the way to another node.
    private InterruptSet _waiting;

    // Nodes that do not know yet which groups GICD_CTLR enables.
    private NodeSet _groupWaiting;

    /// <summary>
    /// Takes what the vCPUs of this node have to say. Whatever that sets off may give them more to say; each answer changes its SPI's state towards what the
    /// registers ask for, so this ends.
    /// </summary>
    internal void TakeLocalReports()
    {
        for (int i = 0; i < vcpus.Count; i++)
        {
            CpuIndex cpu = new(i);
            while (vcpus[cpu].TryTakeReport(out SpiReport report)) Report(topology.VcpuOf(cluster.Self, cpu), report);
        }
    }

    /// <summary>Whether <paramref name="vcpu"/> has <paramref name="spi"/>.</summary>
    internal bool IsCarriedBy(VcpuId vcpu, uint spi) => _interrupts[spi].Carrier == (int)vcpu.Value;

    /// <summary>Whether the carrier of <paramref name="spi"/> was asked to give it back and has not answered.</summary>
    internal bool IsRecalled(uint spi) => _interrupts[spi].IsRecalled;

    /// <summary>A vCPU has done with an SPI, has given it back, or deactivates another's.</summary>
    /// <exception cref="PanicException">If it is to have it and does not.</exception>
    internal void Report(VcpuId vcpu, SpiReport report)
    {
        gate.AssertHeld();
        if (report.IsDeactivation)
        {
            Write(InterruptProperty.Active, report.Spi, false);
            return;
        }
        ref SharedInterrupt state = ref _interrupts[report.Spi];
        if (!IsCarriedBy(vcpu, report.Spi)) Panic.Fail($"{vcpu} reports {new InterruptId(report.Spi)}, which it was not given");
        if (report.HadPending && !report.IsLook && state.IsGivenLatch) state.IsLatched = true;
        if (!report.HadPending || !report.IsLook) state.IsGivenPending = state.IsGivenLatch = false;
        state.IsActive = report.IsActive;
        if (report.IsAnswer) EndRecall(ref state);
        if (!state.IsActive && !state.IsRecalled && !report.IsLook) SetCarrier(report.Spi, SharedInterrupt.Nobody);
        Evaluate(report.Spi);
    }

    /// <summary>Sends what waited for room on the way to some node, and takes what this node's vCPUs have to say.</summary>
    internal void Flush()
    {
        gate.AssertHeld();
        TellOthers();
        for (uint spi = 0; _waiting.MoveTo(ref spi); spi++)
        {
            _waiting.Remove(spi);
            Evaluate(spi);
        }
        TakeLocalReports();
    }

    private bool IsForwarded(in SharedInterrupt state) => state.IsEnabled && _groupsEnabled.Has(state.IsGroup1);

    // The one place that decides. Idempotent: it may be called at any time for any SPI.
    private void Evaluate(uint spi)
    {
        ref SharedInterrupt state = ref _interrupts[spi];
        if (state.IsRecalled) return;
        if (!state.IsCarried)
        {
            bool pending = state.IsPending && IsForwarded(in state);
            if ((pending || state.BecomesActive) && gic.TryFindTarget(state.Route, out VcpuId target) && topology.IsPresent(target)) Deliver(spi, target, pending);
            return;
        }
        VcpuId carrier = new((uint)state.Carrier);
        if (state.IsActive) state.BecomesActive = false;
        if (MustComeBack(in state, carrier)) Recall(spi, carrier);
        else if (state.IsLatched && IsForwarded(in state) && IsRoutedTo(in state, carrier) && topology.IsLocal(carrier)) Deliver(spi, carrier, true);
    }

    private bool MustComeBack(in SharedInterrupt state, VcpuId carrier)
    {
        if (state.ClearsActive || state.BecomesActive) return true;
        if (!state.IsGivenPending) return false;
        bool stillPending = state.IsGivenLatch || (state.IsHigh && !state.IsEdge);
        // A second edge merges with the first, if that was not acknowledged: only the carrier knows.
        bool merges = state.IsLatched && !topology.IsLocal(carrier);
        return merges || !stillPending || !IsForwarded(in state) || state.Priority != state.GivenPriority
            || state.IsGroup1 != state.IsGivenGroup1 || !IsRoutedTo(in state, carrier) || !topology.IsPresent(carrier);
    }

    private bool IsRoutedTo(in SharedInterrupt state, VcpuId vcpu) => gic.TryFindTarget(state.Route, out VcpuId target) && target.Value == vcpu.Value;

    private void Deliver(uint spi, VcpuId target, bool pending)
    {
        ref SharedInterrupt state = ref _interrupts[spi];
        bool active = state.BecomesActive;
        NodeId node = topology.NodeOf(target);
        CpuIndex cpu = topology.CpuOf(target);
        if (node == cluster.Self) vcpus[cpu].Deliver(spi, state.Priority, state.IsGroup1, pending, active);
        else if (!TrySend(node, VirtualInterruptMessage.DeliverSpi, NewMessage(spi, cpu, pending, active, false))) return;
        SetCarrier(spi, (int)target.Value);
        state.GivenPriority = state.Priority;
        state.IsGivenGroup1 = state.IsGroup1;
        state.IsGivenPending = pending;
        state.IsGivenLatch = pending && (state.IsLatched || state.IsGivenLatch);
        if (pending) state.IsLatched = false;
        state.IsActive |= active;
        state.BecomesActive = false;
    }

    private void Recall(uint spi, VcpuId carrier)
    {
        ref SharedInterrupt state = ref _interrupts[spi];
        NodeId node = topology.NodeOf(carrier);
        CpuIndex cpu = topology.CpuOf(carrier);
        if (node == cluster.Self) vcpus[cpu].Recall(spi, state.ClearsActive);
        else if (!TrySend(node, VirtualInterruptMessage.RecallSpi, NewMessage(spi, cpu, false, false, state.ClearsActive))) return;
        state.IsRecalled = true;
        state.RecallClearsActive = state.ClearsActive;
    }

    private static void EndRecall(ref SharedInterrupt state)
    {
        if (state.RecallClearsActive) state.ClearsActive = false;
        state.IsRecalled = false;
    }

    private void SetCarrier(uint spi, int carrier)
    {
        _interrupts[spi].Carrier = carrier;
        if (carrier != SharedInterrupt.Nobody)
        {
            _carried.Add(spi);
            return;
        }
        _carried.Remove(spi);
        _interrupts[spi].ClearsActive = false;
    }

    private SpiMessage NewMessage(uint spi, CpuIndex cpu, bool pending, bool active, bool clearActive) => new()
    {
        Spi = (ushort)spi,
        Cpu = (byte)cpu.Value,
        Priority = _interrupts[spi].Priority,
        Flags = (_interrupts[spi].IsGroup1 ? 0 : SpiMessage.Content.Group0) | (pending ? SpiMessage.Content.Pending : 0) | (active ? SpiMessage.Content.Active : 0) | (clearActive ? SpiMessage.Content.ClearActive : 0),
    };

    private bool TrySend(NodeId node, VirtualInterruptMessage kind, SpiMessage message)
    {
        if (!peers.HasRoom(node))
        {
            _waiting.Add(message.Spi);
            return false;
        }
        peers.Send(node, kind, MemoryMarshal.AsBytes(new ReadOnlySpan<SpiMessage>(in message)));
        return true;
    }

    private void TellOthers()
    {
        if (_groupWaiting.IsEmpty) return;
        for (int i = 0; i < cluster.NodeCount; i++)
        {
            NodeId node = new((ushort)i);
            if (!_groupWaiting.Contains(node) || !peers.HasRoom(node)) continue;
            _groupWaiting = _groupWaiting.Without(node);
            byte enabled = (byte)_groupsEnabled.Bits;
            peers.Send(node, VirtualInterruptMessage.EnableGroups, new ReadOnlySpan<byte>(in enabled));
        }
    }
}
