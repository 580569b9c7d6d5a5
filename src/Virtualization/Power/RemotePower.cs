using System;
using System.Runtime.InteropServices;
using System.Threading;
using Pilevisor.Coherence;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>PSCI calls for vCPUs of other nodes: asks them, waits for the answer, and answers theirs.</summary>
/// <param name="messenger">Messages.</param>
/// <param name="waits">How a CPU waits for an answer.</param>
/// <param name="processor">The CPU that asks.</param>
/// <param name="controller">Wakes the CPU whose answer has come.</param>
/// <param name="caches">Fetches instructions anew before the guest can learn of anything.</param>
/// <param name="power">This node's vCPUs.</param>
/// <param name="topology">How many vCPUs can ask.</param>
/// <param name="memory">Where a vCPU can begin.</param>
public sealed class RemotePower(IMessenger messenger, IWaits waits, IProcessor processor, IInterruptController controller, ICacheMaintenance caches, VcpuPower power, VcpuTopology topology, IGuestMemory memory) : MessageHandler
{
    // One a CPU: each has at most one request under way.
    private readonly Answer[] _answers = new Answer[CpuIndex.MaximumCpus];

    /// <summary>Registers the messages. Boot only.</summary>
    public void Initialize()
    {
        // A request by each of its CPUs, and the answers to the others'.
        messenger.Reserve((int)topology.VcpuCount);
        messenger.Register((MessageKind)VirtualPowerMessage.TurnOn, MessageShape.Of<PowerRequest>(), this);
        messenger.Register((MessageKind)VirtualPowerMessage.QueryState, MessageShape.Of<PowerRequest>(), this);
        messenger.Register((MessageKind)VirtualPowerMessage.Reply, MessageShape.Of<PowerReply>(), this);
    }

    /// <summary>CPU_ON on another node. No lock may be held.</summary>
    /// <returns>What <see cref="VcpuPower.Start"/> returned there.</returns>
    public PsciStatus Start(NodeId node, CpuIndex cpu, ulong entry, ulong context, bool isBigEndian) =>
        (PsciStatus)Ask(node, VirtualPowerMessage.TurnOn, new PowerRequest { Target = (byte)cpu.Value, Entry = entry, Context = context, IsBigEndian = isBigEndian ? (byte)1 : (byte)0 });

    /// <summary>AFFINITY_INFO on another node. No lock may be held.</summary>
    public VcpuPowerState StateOf(NodeId node, CpuIndex cpu) =>
        (VcpuPowerState)Ask(node, VirtualPowerMessage.QueryState, new PowerRequest { Target = (byte)cpu.Value });

    /// <inheritdoc/>
    public override void Receive(in ReceivedMessage message)
    {
        caches.InvalidateInstructions();
        VirtualPowerMessage kind = (VirtualPowerMessage)message.Kind;
        if (kind == VirtualPowerMessage.Reply)
        {
            TakeReply(in message, message.Read<PowerReply>());
            return;
        }
        PowerRequest request = message.Read<PowerRequest>();
        CpuIndex target = message.CpuHere(request.Target);
        message.CpuThere(request.Requester);
        if (kind == VirtualPowerMessage.TurnOn) message.Require(memory.Holds(new GuestPhysicalAddress(request.Entry)), "a vCPU is to begin outside the guest's memory");
        long result = kind == VirtualPowerMessage.TurnOn ? (long)power.Start(target, request.Entry, request.Context, request.IsBigEndian != 0) : (long)power.StateOf(target);
        Reply(message.From, request.Requester, result);
    }

    private long Ask(NodeId node, VirtualPowerMessage kind, PowerRequest request)
    {
        CpuIndex self = processor.Current;
        ref Answer answer = ref _answers[self.Value];
        answer.Node = node;
        answer.Kind = kind;
        Volatile.Write(ref answer.IsAwaited, true);
        request.Requester = (byte)self.Value;
        messenger.Send(node, (MessageKind)kind, MemoryMarshal.AsBytes(new ReadOnlySpan<PowerRequest>(in request)));
        Wait wait = waits.Begin();
        while (Volatile.Read(ref answer.IsAwaited)) waits.Serve(ref wait, "another node's answer to a PSCI call");
        return answer.Result;
    }

    private void Reply(NodeId to, byte requester, long result)
    {
        PowerReply reply = new() { Result = result, Requester = requester };
        messenger.Send(to, (MessageKind)VirtualPowerMessage.Reply, MemoryMarshal.AsBytes(new ReadOnlySpan<PowerReply>(in reply)));
    }

    private void TakeReply(in ReceivedMessage message, PowerReply reply)
    {
        CpuIndex cpu = message.CpuHere(reply.Requester);
        ref Answer answer = ref _answers[cpu.Value];
        message.Require(Volatile.Read(ref answer.IsAwaited) && answer.Node == message.From, "it answers what was not asked");
        message.Require(IsResult(answer.Kind, reply.Result), "no such call returns that");
        answer.Result = reply.Result;
        Volatile.Write(ref answer.IsAwaited, false);
        // The answer may have come to another CPU than the one that sleeps for it.
        if (cpu.Value != processor.Current.Value) controller.Kick(cpu);
    }

    private static bool IsResult(VirtualPowerMessage call, long result) => call == VirtualPowerMessage.TurnOn
        ? (PsciStatus)result is PsciStatus.Success or PsciStatus.AlreadyOn or PsciStatus.OnPending
        : result is (long)VcpuPowerState.On or (long)VcpuPowerState.Off or (long)VcpuPowerState.OnPending;

    private struct Answer
    {
        public long Result;
        public NodeId Node;
        public VirtualPowerMessage Kind;
        public bool IsAwaited;
    }
}
