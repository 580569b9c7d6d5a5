using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// Carries the guest's TLB maintenance to every node, as the architecture promises of the shareable domain that all its CPUs are in (Arm ARM, D8.14). The CPU that trapped executes the instruction for its own node and
/// sends it to each other one, which executes it for its CPUs and acknowledges; the trap returns when all have, so it is complete before the guest's DSB is.
/// <para>
/// Two nodes that do it at once do not block each other: a CPU that waits serves messages, and what serves a message does not wait. A CPU has at most one under way, and so a node at most one a CPU.
/// </para>
/// </summary>
/// <param name="tlb">Executes the instructions.</param>
/// <param name="registers">Says whether there are ranges.</param>
/// <param name="messenger">Carries the messages.</param>
/// <param name="cluster">Which nodes there are.</param>
/// <param name="processor">Which CPU trapped.</param>
/// <param name="waits">Waits for acknowledgements.</param>
/// <param name="controller">Wakes the CPU whose acknowledgement another CPU received.</param>
/// <param name="caches">Fetches instructions anew before the guest can learn of anything.</param>
/// <param name="counters">Counts what is carried.</param>
public sealed class TlbBroadcast(
    IGuestTlb tlb,
    IGuestRegisters registers,
    IMessenger messenger,
    ICluster cluster,
    IProcessor processor,
    IWaits waits,
    IInterruptController controller,
    ICacheMaintenance caches,
    NodeCounters counters) : MessageHandler
{
    // ID_AA64ISAR0_EL1.TLB: 2 with FEAT_TLBIRANGE.
    private const int TlbShift = 56;
    private const ulong TlbWithRanges = 2;

    // The nodes that each CPU waits for.
    private MissingNodes _missing;

    /// <summary>Registers for its messages. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize()
    {
        // Of each of its CPUs a question to every other node, and the answers to the others' CPUs.
        messenger.Reserve((int)((cluster[cluster.Self].CpuCount * (uint)(cluster.NodeCount - 1)) + OtherCpus()));
        messenger.Register((MessageKind)TlbMessage.Invalidate, MessageShape.Of<TlbRequest>(), this);
        messenger.Register((MessageKind)TlbMessage.Acknowledge, MessageShape.Of<TlbRequest>(), this);
    }

    /// <summary>Executes the instruction that trapped, wherever its CPUs are. No lock may be held: it may wait.</summary>
    /// <param name="instruction">What trapped.</param>
    /// <param name="operand">Its Xt.</param>
    /// <returns>False if it is no TLB maintenance that the guest was shown.</returns>
    public bool TryExecute(SystemRegisterEncoding instruction, ulong operand)
    {
        if (!TlbInvalidation.TryDecode(instruction, out TlbInvalidation invalidation)) return false;
        if (!invalidation.IsBroadcast)
        {
            tlb.Invalidate(invalidation, operand);
            return true;
        }
        int cpu = processor.Current.Value;
        Send(invalidation, operand, cpu);
        // While the messages are under way.
        tlb.Invalidate(invalidation, operand);
        Wait wait = waits.Begin();
        while (IsAwaited(cpu)) waits.Serve(ref wait, "other nodes to acknowledge TLB maintenance");
        return true;
    }

    /// <inheritdoc/>
    public override void Receive(in ReceivedMessage message)
    {
        TlbRequest request = message.Read<TlbRequest>();
        caches.InvalidateInstructions();
        if ((TlbMessage)message.Kind == TlbMessage.Acknowledge) TakeAcknowledgement(in message, in request);
        else Execute(in message, ref request);
    }

    /// <summary>Whether no CPU here waits for <paramref name="node"/>.</summary>
    internal bool HasDone(NodeId node)
    {
        Interlocked.MemoryBarrier();
        for (int cpu = 0; cpu < CpuIndex.MaximumCpus; cpu++)
        {
            if (new NodeSet(Volatile.Read(ref _missing[cpu])).Contains(node)) return false;
        }
        return true;
    }

    // Who has died acknowledges nothing any more, and has no TLB that matters.
    private bool IsAwaited(int cpu)
    {
        for (NodeSet rest = new(Volatile.Read(ref _missing[cpu])); !rest.IsEmpty; rest = rest.Without(rest.First))
        {
            if (cluster.IsConnected(rest.First)) return true;
        }
        Volatile.Write(ref _missing[cpu], 0);
        return false;
    }

    private void Send(TlbInvalidation invalidation, ulong operand, int cpu)
    {
        // Written down before it is looked at: a node that leaves is seen to do so here, or this CPU is seen to wait for it.
        Volatile.Write(ref _missing[cpu], ulong.MaxValue);
        Interlocked.MemoryBarrier();
        NodeSet others = NodeSet.Empty;
        for (ushort node = 0; node < cluster.NodeCount; node++)
        {
            if (cluster.IsPresent(new NodeId(node))) others = others.With(new NodeId(node));
        }
        others = others.Without(cluster.Self);
        Volatile.Write(ref _missing[cpu], others.Bits);
        TlbRequest request = new() { Operand = operand, Invalidation = invalidation.Number, Cpu = (byte)cpu };
        for (; !others.IsEmpty; others = others.Without(others.First))
        {
            Send(others.First, TlbMessage.Invalidate, ref request);
            counters.Add(Counter.CarriedTlbInvalidations);
        }
    }

    private void Send(NodeId node, TlbMessage kind, ref TlbRequest request) =>
        messenger.Send(node, (MessageKind)kind, MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref request, 1)));

    private void Execute(in ReceivedMessage message, ref TlbRequest request)
    {
        message.CpuThere(request.Cpu);
        TlbInvalidation invalidation = new(request.Invalidation);
        bool exists = invalidation.IsAllocated && invalidation.IsBroadcast && (!invalidation.IsRange || HasRanges);
        message.Require(exists, "no node of this cluster has such TLB maintenance");
        tlb.Invalidate(invalidation, request.Operand);
        Send(message.From, TlbMessage.Acknowledge, ref request);
    }

    // Under LockRank.Receive, one at a time.
    private void TakeAcknowledgement(in ReceivedMessage message, in TlbRequest request)
    {
        CpuIndex cpu = message.CpuHere(request.Cpu);
        NodeSet awaited = new(_missing[cpu.Value]);
        message.Require(awaited.Contains(message.From), "it acknowledges what its CPU does not wait for");
        ulong missing = awaited.Without(message.From).Bits;
        Volatile.Write(ref _missing[cpu.Value], missing);
        if (missing == 0 && cpu.Value != processor.Current.Value) controller.Kick(cpu);
    }

    private uint OtherCpus()
    {
        uint cpus = 0;
        for (ushort node = 0; node < cluster.NodeCount; node++) cpus += new NodeId(node) == cluster.Self ? 0 : cluster[new NodeId(node)].CpuCount;
        return cpus;
    }

    private bool HasRanges => ((registers.ReadIdentification(6, 0) >> TlbShift) & 0xf) >= TlbWithRanges;

    [InlineArray(CpuIndex.MaximumCpus)]
    private struct MissingNodes
    {
        private ulong _first;
    }
}
