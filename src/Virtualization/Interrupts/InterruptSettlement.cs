using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// Makes the registers of pending and active state true. While a list register has an interrupt, only its CPU knows whether the guest has acknowledged or ended it. So before a read of such a register, and after a write,
/// the CPUs that may know better look into their list registers; the access waits for that, and a write until it has taken effect there.
/// <para>
/// The distributor's registers concern all CPUs: the leader tells each node to look, which reports what it sees and then says that it has looked. A CPU of another node asks the leader until it has an answer. A
/// redistributor's concern one CPU. Only a CPU that accesses a register for its own guest waits, without a lock; it has folded its own list registers before, and a kick makes every other CPU fold, whatever it waits for.
/// Messages are dealt with without waiting, so nothing can wait in a circle.
/// </para>
/// </summary>
/// <param name="cluster">The nodes.</param>
/// <param name="vcpus">This node's vCPUs.</param>
/// <param name="distributor">The distributor, in use on the leader only.</param>
/// <param name="carrier">Reports to it.</param>
/// <param name="peers">The way to the other nodes.</param>
/// <param name="messenger">Carries questions.</param>
/// <param name="processor">Which CPU asks.</param>
/// <param name="waits">Waits.</param>
/// <param name="controller">Wakes those that wait.</param>
/// <param name="gate">Protects all this.</param>
public sealed class InterruptSettlement(
    ICluster cluster, PerCpu<VcpuInterrupts> vcpus, SpiDistributor distributor, SpiCarrier carrier, InterruptPeers peers, IMessenger messenger, IProcessor processor, IWaits waits, IInterruptController controller,
    VirtualInterruptLock gate)
{
    private const string Purpose = "other CPUs to read their list registers back";

    // The last look that was begun on this node.
    private uint _begun;

    // On the leader: the last look that each other node was told of, and the last that it has answered.
    private Generations _told;
    private Generations _answered;

    // Elsewhere: the look that the leader is owed an answer to, if any, and which of this node's it is.
    private uint _owed;
    private uint _owedHere;

    // CPUs of this node that wait, one bit each, and what those that have asked another node were answered, and which node that is.
    private uint _waiting;
    private Answers _answers;
    private readonly NodeId[] _asked = new NodeId[CpuIndex.MaximumCpus];

    /// <summary>Makes room for what is outside the peers' window: a question of each CPU here, and an answer to each CPU elsewhere. Boot only.</summary>
    internal void Initialize()
    {
        int cpus = 0;
        for (int i = 0; i < cluster.NodeCount; i++) cpus += (int)cluster[new NodeId((ushort)i)].CpuCount;
        messenger.Reserve(cpus);
    }

    /// <summary>Makes the distributor's registers for 32 INTIDs true. No lock may be held: it may wait.</summary>
    public void SettleDistributor(uint word) => Settle(NodeId.Leader, new SettlementMessage { Scope = SettlementMessage.Distributor, Word = (ushort)word });

    /// <summary>Makes the registers of a redistributor true. No lock may be held: it may wait.</summary>
    /// <param name="node">Its node.</param>
    /// <param name="cpu">Its CPU there.</param>
    public void SettleRedistributor(NodeId node, CpuIndex cpu) => Settle(node, new SettlementMessage { Scope = (byte)cpu.Value });

    /// <summary>A CPU has folded its list registers, or a node has reported: somebody may have waited for it.</summary>
    internal void Progress()
    {
        gate.AssertHeld();
        TellOthers();
        AnswerLeader();
        for (uint rest = _waiting & ~(1u << processor.Current.Value); rest != 0; rest &= rest - 1)
        {
            controller.Kick(new CpuIndex(BitOperations.TrailingZeroCount(rest)));
        }
    }

    /// <summary>Whether nothing is awaited of <paramref name="node"/>, which leaves; on that one, whether nothing is owed.</summary>
    internal bool HasDone(NodeId node)
    {
        gate.AssertHeld();
        if (node == cluster.Self) return _owed == 0;
        for (uint rest = _waiting; rest != 0; rest &= rest - 1)
        {
            if (_asked[BitOperations.TrailingZeroCount(rest)] == node) return false;
        }
        return _told[node.Value] == _answered[node.Value];
    }

    /// <summary><paramref name="node"/> has died: nothing is awaited of it.</summary>
    internal void Bury(NodeId node)
    {
        gate.AssertHeld();
        _answered[node.Value] = _told[node.Value];
    }

    /// <summary>Takes <see cref="VirtualInterruptMessage.Look"/>.</summary>
    internal void TakeLook(in ReceivedMessage message)
    {
        gate.AssertHeld();
        uint generation = message.Read<SettlementMessage>().Generation;
        if (cluster.Self == NodeId.Leader)
        {
            int from = message.From.Value;
            message.Require(generation == _told[from] && generation != _answered[from], "it answers a question about interrupts that it was not asked");
            _answered[from] = generation;
        }
        else
        {
            message.Require(message.From == NodeId.Leader && _owed == 0 && generation != 0, "it asks for the state of interrupts, which only the leader does, once at a time");
            _owed = generation;
            _owedHere = Begin(SettlementMessage.Distributor);
        }
        carrier.Flush();
        Progress();
    }

    /// <summary>What a <see cref="VirtualInterruptMessage.Settle"/> says, if it can be.</summary>
    internal SettlementMessage SettleIn(in ReceivedMessage message)
    {
        SettlementMessage settle = message.Read<SettlementMessage>();
        if (settle.IsAnswer != 0)
        {
            message.CpuHere(settle.Cpu);
            message.Require(settle.Generation != 0, "it answers without having looked");
            return settle;
        }
        message.CpuThere(settle.Cpu);
        if (settle.Scope != SettlementMessage.Distributor) message.CpuHere(settle.Scope);
        else message.Require(cluster.Self == NodeId.Leader && settle.Word < VirtualGic.InterruptCount / 32, "it asks for interrupts that are not here");
        return settle;
    }

    /// <summary>Takes <see cref="VirtualInterruptMessage.Settle"/>.</summary>
    internal void TakeSettle(NodeId from, SettlementMessage message)
    {
        gate.AssertHeld();
        if (message.IsAnswer != 0)
        {
            ref Answer answer = ref _answers[message.Cpu];
            answer.Generation = message.Generation;
            Volatile.Write(ref answer.State, message.Scope != 0 ? Answer.Yes : Answer.No);
            Progress();
            return;
        }
        if (message.Generation == 0) message.Generation = Begin(message.Scope);
        bool settled = IsSettled(in message);
        message.Scope = settled ? (byte)1 : (byte)0;
        message.IsAnswer = 1;
        Send(from, ref message);
    }

    private void Settle(NodeId node, SettlementMessage message)
    {
        int self = processor.Current.Value;
        message.Cpu = (byte)self;
        Wait wait = waits.Begin();
        gate.Acquire();
        vcpus.Current.Fold();
        carrier.Flush();
        _asked[self] = node;
        _waiting |= 1u << self;
        if (node == cluster.Self) SettleHere(ref wait, ref message);
        // A node that leaves has nothing in its list registers.
        else if (cluster.IsPresent(node)) SettleThere(ref wait, node, ref message);
        _waiting &= ~(1u << self);
        gate.Release();
    }

    private void SettleHere(ref Wait wait, ref SettlementMessage message)
    {
        message.Generation = Begin(message.Scope);
        while (!IsSettled(in message)) Serve(ref wait);
    }

    private void SettleThere(ref Wait wait, NodeId node, ref SettlementMessage message)
    {
        ref Answer answer = ref _answers[message.Cpu];
        do
        {
            answer.State = Answer.None;
            Send(node, ref message);
            while (answer.State == Answer.None && cluster.IsConnected(node)) Serve(ref wait);
            message.Generation = answer.Generation;
        }
        while (answer.State != Answer.Yes && cluster.IsConnected(node));
    }

    private void Serve(ref Wait wait)
    {
        gate.Release();
        waits.Serve(ref wait, Purpose);
        gate.Acquire();
    }

    // Zero is no look.
    private uint Begin(byte scope)
    {
        if (++_begun == 0) _begun = 1;
        if (scope != SettlementMessage.Distributor) vcpus[new CpuIndex(scope)].LookFor(_begun);
        else for (int i = 0; i < vcpus.Count; i++) vcpus[new CpuIndex(i)].LookFor(_begun);
        carrier.Flush();
        if (scope == SettlementMessage.Distributor) TellOthers();
        return _begun;
    }

    private bool IsSettled(in SettlementMessage message)
    {
        if (message.Scope != SettlementMessage.Distributor) return vcpus[new CpuIndex(message.Scope)].HasLooked(message.Generation);
        if (!HaveLookedHere(message.Generation)) return false;
        for (int i = 1; i < cluster.NodeCount; i++)
        {
            if (cluster.IsPresent(new NodeId((ushort)i)) && !IsSince(_answered[i], message.Generation)) return false;
        }
        carrier.Flush();
        return !distributor.HasBusiness(message.Word);
    }

    private bool HaveLookedHere(uint generation)
    {
        for (int i = 0; i < vcpus.Count; i++)
        {
            if (!vcpus[new CpuIndex(i)].HasLooked(generation)) return false;
        }
        return true;
    }

    // A node has one look to answer at a time; those begun meanwhile are one, which follows.
    private void TellOthers()
    {
        if (cluster.Self != NodeId.Leader) return;
        for (int i = 1; i < cluster.NodeCount; i++)
        {
            NodeId node = new((ushort)i);
            if (!cluster.IsPresent(node) || _told[i] != _answered[i] || _told[i] == _begun || !peers.HasRoom(node)) continue;
            _told[i] = _begun;
            SettlementMessage message = new() { Generation = _begun };
            peers.Send(node, VirtualInterruptMessage.Look, MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref message, 1)));
        }
    }

    // Behind all reports, which therefore have been dealt with when the leader takes it.
    private void AnswerLeader()
    {
        if (_owed == 0 || !HaveLookedHere(_owedHere) || !peers.HasRoom(NodeId.Leader)) return;
        for (int i = 0; i < vcpus.Count; i++)
        {
            if (vcpus[new CpuIndex(i)].HasReports) return;
        }
        SettlementMessage message = new() { Generation = _owed };
        _owed = 0;
        peers.Send(NodeId.Leader, VirtualInterruptMessage.Look, MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref message, 1)));
    }

    private void Send(NodeId node, ref SettlementMessage message) =>
        messenger.Send(node, (MessageKind)VirtualInterruptMessage.Settle, MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref message, 1)));

    private static bool IsSince(uint generation, uint other) => (int)(generation - other) >= 0;

    private struct Answer
    {
        public const int None = 0;
        public const int No = 1;
        public const int Yes = 2;

        public uint Generation;
        public int State;
    }

    [InlineArray(CpuIndex.MaximumCpus)]
    private struct Answers
    {
        private Answer _first;
    }

    [InlineArray(NodeId.MaximumNodes)]
    private struct Generations
    {
        private uint _first;
    }
}
