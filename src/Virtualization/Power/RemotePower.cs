using System;
using System.Runtime.InteropServices;
using Pilevisor.Coherence;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>PSCI calls for vCPUs of other nodes: asks them, waits for the answer, and answers theirs.</summary>
/// <param name="messenger">Messages.</param>
/// <param name="calls">Wait for the answers.</param>
/// <param name="processor">The CPU that asks.</param>
/// <param name="caches">Fetches instructions anew before the guest can learn of anything.</param>
/// <param name="power">This node's vCPUs.</param>
/// <param name="topology">How many vCPUs can ask.</param>
/// <param name="memory">Where a vCPU can begin.</param>
public sealed class RemotePower(IMessenger messenger, RemoteCalls calls, IProcessor processor, ICacheMaintenance caches, VcpuPower power, VcpuTopology topology, IGuestMemory memory) : MessageHandler
{
    // By node and CPU: whether this node has turned that vCPU on since the other is there.
    private readonly bool[] _turnedOn = new bool[NodeId.MaximumNodes * CpuIndex.MaximumCpus];

    /// <summary>How many vCPUs of <paramref name="node"/> this one has turned on, or is about to, since it is there.</summary>
    public byte TurnedOnAt(NodeId node)
    {
        byte on = 0;
        foreach (bool isOn in TurnedOn(node)) on += isOn ? (byte)1 : (byte)0;
        return on;
    }

    /// <summary>None of them is on any more, nor will be.</summary>
    internal void Dismiss(NodeId node) => TurnedOn(node).Clear();

    /// <summary>Which vCPUs of other nodes this one has turned on: a bit each in <paramref name="bits"/>.</summary>
    internal void CopyTurnedOn(Span<byte> bits)
    {
        for (uint vcpu = 0; vcpu < topology.VcpuCount; vcpu++)
        {
            if (IsTurnedOn(vcpu)) bits[(int)(vcpu / 8)] |= (byte)(1 << (int)(vcpu % 8));
        }
    }

    /// <summary>Those that another node has turned on, which is about to leave, count as turned on by this one.</summary>
    internal void NoteTurnedOn(ReadOnlySpan<byte> bits)
    {
        for (uint vcpu = 0; vcpu < topology.VcpuCount; vcpu++) IsTurnedOn(vcpu) |= (bits[(int)(vcpu / 8)] >> (int)(vcpu % 8) & 1) != 0;
    }

    private ref bool IsTurnedOn(uint vcpu) => ref TurnedOn(topology.NodeOf(new VcpuId(vcpu)))[topology.CpuOf(new VcpuId(vcpu)).Value];

    private Span<bool> TurnedOn(NodeId node) => new(_turnedOn, node.Value * CpuIndex.MaximumCpus, CpuIndex.MaximumCpus);

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
    public PsciStatus Start(NodeId node, CpuIndex cpu, ulong entry, ulong context, bool isBigEndian)
    {
        // Before it can run.
        TurnedOn(node)[cpu.Value] = true;
        return (PsciStatus)(long)Ask(node, VirtualPowerMessage.TurnOn, new PowerRequest { Target = (byte)cpu.Value, Entry = entry, Context = context, IsBigEndian = isBigEndian ? (byte)1 : (byte)0 });
    }

    /// <summary>AFFINITY_INFO on another node. No lock may be held.</summary>
    public VcpuPowerState StateOf(NodeId node, CpuIndex cpu) =>
        (VcpuPowerState)(long)Ask(node, VirtualPowerMessage.QueryState, new PowerRequest { Target = (byte)cpu.Value });

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

    private ulong Ask(NodeId node, VirtualPowerMessage kind, PowerRequest request)
    {
        bool isThere = calls.Aim(node);
        if (isThere)
        {
            calls.Begin(node, (MessageKind)VirtualPowerMessage.Reply, (ulong)kind);
            request.Requester = (byte)processor.Current.Value;
            messenger.Send(node, (MessageKind)kind, MemoryMarshal.AsBytes(new ReadOnlySpan<PowerRequest>(in request)));
        }
        calls.Lower();
        return isThere && calls.Await("another node's answer to a PSCI call", out ulong result) ? result : (ulong)(kind == VirtualPowerMessage.TurnOn ? (long)PsciStatus.Denied : (long)VcpuPowerState.Off);
    }

    private void Reply(NodeId to, byte requester, long result)
    {
        PowerReply reply = new() { Result = result, Requester = requester };
        messenger.Send(to, (MessageKind)VirtualPowerMessage.Reply, MemoryMarshal.AsBytes(new ReadOnlySpan<PowerReply>(in reply)));
    }

    private void TakeReply(in ReceivedMessage message, PowerReply reply)
    {
        CpuIndex cpu = message.CpuHere(reply.Requester);
        VirtualPowerMessage call = (VirtualPowerMessage)calls.SubjectOf(in message, cpu);
        message.Require(IsResult(call, reply.Result), "no such call returns that");
        calls.Answer(cpu, (ulong)reply.Result);
    }

    private static bool IsResult(VirtualPowerMessage call, long result) => call == VirtualPowerMessage.TurnOn
        ? (PsciStatus)result is PsciStatus.Success or PsciStatus.AlreadyOn or PsciStatus.OnPending or PsciStatus.Denied
        : result is (long)VcpuPowerState.On or (long)VcpuPowerState.Off or (long)VcpuPowerState.OnPending;
}
