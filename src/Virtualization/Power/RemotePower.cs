using System;
using System.Runtime.InteropServices;
using System.Threading;
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
public sealed class RemotePower(IMessenger messenger, IWaits waits, IProcessor processor, IInterruptController controller, ICacheMaintenance caches, VcpuPower power) : MessageHandler
{
    // One a CPU: each has at most one request under way.
    private readonly Answer[] _answers = new Answer[CpuIndex.MaximumCpus];

    /// <summary>Registers the messages. Boot only.</summary>
    public void Initialize()
    {
        messenger.Register((MessageKind)VirtualPowerMessage.TurnOn, this);
        messenger.Register((MessageKind)VirtualPowerMessage.QueryState, this);
        messenger.Register((MessageKind)VirtualPowerMessage.Reply, this);
    }

    /// <summary>CPU_ON on another node. No lock may be held.</summary>
    /// <returns>What <see cref="VcpuPower.Start"/> returned there.</returns>
    public PsciStatus Start(NodeId node, CpuIndex cpu, ulong entry, ulong context, bool isBigEndian) =>
        (PsciStatus)Ask(node, VirtualPowerMessage.TurnOn, new PowerRequest { Target = (byte)cpu.Value, Entry = entry, Context = context, IsBigEndian = isBigEndian ? (byte)1 : (byte)0 });

    /// <summary>AFFINITY_INFO on another node. No lock may be held.</summary>
    public VcpuPowerState StateOf(NodeId node, CpuIndex cpu) =>
        (VcpuPowerState)Ask(node, VirtualPowerMessage.QueryState, new PowerRequest { Target = (byte)cpu.Value });

    /// <inheritdoc/>
    public override void Receive(NodeId from, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> page)
    {
        caches.InvalidateInstructions();
        switch ((VirtualPowerMessage)kind)
        {
            case VirtualPowerMessage.TurnOn:
                PowerRequest start = MemoryMarshal.Read<PowerRequest>(body);
                Reply(from, start.Requester, (long)power.Start(new CpuIndex(start.Target), start.Entry, start.Context, start.IsBigEndian != 0));
                break;
            case VirtualPowerMessage.QueryState:
                PowerRequest query = MemoryMarshal.Read<PowerRequest>(body);
                Reply(from, query.Requester, (long)power.StateOf(new CpuIndex(query.Target)));
                break;
            default:
                TakeReply(MemoryMarshal.Read<PowerReply>(body));
                break;
        }
    }

    private long Ask(NodeId node, VirtualPowerMessage kind, PowerRequest request)
    {
        CpuIndex self = processor.Current;
        ref Answer answer = ref _answers[self.Value];
        answer.HasCome = false;
        request.Requester = (byte)self.Value;
        messenger.Send(node, (MessageKind)kind, MemoryMarshal.AsBytes(new ReadOnlySpan<PowerRequest>(in request)));
        Wait wait = waits.Begin();
        while (!Volatile.Read(ref answer.HasCome)) waits.Serve(ref wait, "another node's answer to a PSCI call");
        return answer.Result;
    }

    private void Reply(NodeId to, byte requester, long result)
    {
        PowerReply reply = new() { Result = result, Requester = requester };
        messenger.Send(to, (MessageKind)VirtualPowerMessage.Reply, MemoryMarshal.AsBytes(new ReadOnlySpan<PowerReply>(in reply)));
    }

    private void TakeReply(PowerReply reply)
    {
        ref Answer answer = ref _answers[reply.Requester];
        answer.Result = reply.Result;
        Volatile.Write(ref answer.HasCome, true);
        // The answer may have come to another CPU than the one that sleeps for it.
        if (reply.Requester != processor.Current.Value) controller.Kick(new CpuIndex(reply.Requester));
    }

    private struct Answer
    {
        public long Result;
        public bool HasCome;
    }
}
