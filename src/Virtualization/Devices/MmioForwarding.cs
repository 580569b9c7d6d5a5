using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// Carries the guest's device accesses to the node where the register lives. A CPU waits for what it reads. Writes are posted: the guest maps devices as nGnRE, which allows an early acknowledgement, and messages between
/// two nodes arrive in order, so a later read of the same node sees them done. Every <see cref="PostedLimit"/>th write waits all the same, which bounds what a CPU can have under way.
/// </summary>
/// <param name="bus">The devices.</param>
/// <param name="messenger">Carries the messages.</param>
/// <param name="cluster">Which node is this.</param>
/// <param name="topology">Which vCPU asks.</param>
/// <param name="processor">Which CPU asks.</param>
/// <param name="waits">Waits for answers.</param>
/// <param name="controller">Wakes the CPU whose answer another CPU received.</param>
/// <param name="caches">Fetches instructions anew before the guest can learn of anything.</param>
/// <param name="counters">Counts what is forwarded.</param>
/// <param name="log">Names posted writes that went nowhere.</param>
public sealed class MmioForwarding(
    MmioBus bus,
    IMessenger messenger,
    ICluster cluster,
    VcpuTopology topology,
    IProcessor processor,
    IWaits waits,
    IInterruptController controller,
    ICacheMaintenance caches,
    NodeCounters counters,
    TrapLog log) : MessageHandler
{
    /// <summary>How many writes a CPU sends without an answer before it waits for one.</summary>
    public const int PostedLimit = 4;

    private const int Waiting = 1;
    private const int Answered = 2;
    private const int Refused = 3;

    private Exchanges _exchanges;

    /// <summary>Registers for its messages. Boot only.</summary>
    public void Initialize()
    {
        messenger.Register((MessageKind)MmioForwardingMessage.Read, this);
        messenger.Register((MessageKind)MmioForwardingMessage.PostedWrite, this);
        messenger.Register((MessageKind)MmioForwardingMessage.ConfirmedWrite, this);
        messenger.Register((MessageKind)MmioForwardingMessage.Reply, this);
    }

    /// <summary>Reads a device register for the calling CPU's vCPU. No lock may be held: it may wait.</summary>
    /// <returns>False if there is no such register.</returns>
    public bool TryRead(GuestPhysicalAddress address, int bytes, out ulong value)
    {
        value = 0;
        if (!bus.TryFind(address, bytes, out MmioDevice device, out uint offset)) return false;
        if (device.NeedsSettling(offset)) device.Settle(offset);
        NodeId node = device.NodeOf(offset);
        if (node == cluster.Self) return device.TryRead(new MmioAccess(offset, bytes, topology.Current), out value);
        if (device.TryReadAfar(new MmioAccess(offset, bytes, topology.Current), out value)) return true;
        return TryExchange(node, MmioForwardingMessage.Read, address, bytes, ref value);
    }

    /// <summary>Writes a device register for the calling CPU's vCPU. No lock may be held: it may wait.</summary>
    /// <returns>False if there is no such register; a posted write finds that out too late.</returns>
    public bool TryWrite(GuestPhysicalAddress address, int bytes, ulong value)
    {
        if (!bus.TryFind(address, bytes, out MmioDevice device, out uint offset)) return false;
        bool settles = device.NeedsSettling(offset);
        bool exists = TryWrite(device, offset, address, bytes, value, settles);
        if (settles && exists) device.Settle(offset);
        return exists;
    }

    private bool TryWrite(MmioDevice device, uint offset, GuestPhysicalAddress address, int bytes, ulong value, bool waits)
    {
        NodeId node = device.NodeOf(offset);
        if (node == cluster.Self) return device.TryWrite(new MmioAccess(offset, bytes, topology.Current), value);
        if (device.TryWriteAfar(new MmioAccess(offset, bytes, topology.Current), value)) return true;
        if (waits || ++_exchanges[processor.Current.Value].Posted >= PostedLimit) return TryExchange(node, MmioForwardingMessage.ConfirmedWrite, address, bytes, ref value);
        Send(node, MmioForwardingMessage.PostedWrite, address, bytes, value);
        return true;
    }

    /// <inheritdoc/>
    public override void Receive(NodeId from, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> page)
    {
        Panic.Unless(body.Length == MmioMessage.Bytes, "a forwarded device access of another size: do all nodes run the same image?");
        caches.InvalidateInstructions();
        MmioMessage message = MemoryMarshal.Read<MmioMessage>(body);
        if ((MmioForwardingMessage)kind == MmioForwardingMessage.Reply) TakeReply(in message);
        else Execute(from, (MmioForwardingMessage)kind, message);
    }

    private bool TryExchange(NodeId node, MmioForwardingMessage kind, GuestPhysicalAddress address, int bytes, ref ulong value)
    {
        ref Exchange exchange = ref _exchanges[processor.Current.Value];
        exchange.Posted = 0;
        Volatile.Write(ref exchange.State, Waiting);
        Send(node, kind, address, bytes, value);
        Wait wait = waits.Begin();
        while (Volatile.Read(ref exchange.State) == Waiting) waits.Serve(ref wait, "the answer to a device access on another node");
        value = exchange.Value;
        return exchange.State == Answered;
    }

    private void Send(NodeId node, MmioForwardingMessage kind, GuestPhysicalAddress address, int bytes, ulong value)
    {
        counters.Add(Counter.ForwardedAccesses);
        MmioMessage message = new() { Address = address.Value, Value = value, Vcpu = topology.Current.Value, Width = (byte)bytes, Cpu = (byte)processor.Current.Value };
        Send(node, kind, ref message);
    }

    private void Send(NodeId node, MmioForwardingMessage kind, ref MmioMessage message) =>
        messenger.Send(node, (MessageKind)kind, MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref message, 1)));

    // On the node where the register lives, under LockRank.Receive; devices only take locks behind it.
    private void Execute(NodeId from, MmioForwardingMessage kind, MmioMessage message)
    {
        GuestPhysicalAddress address = new(message.Address);
        VcpuId vcpu = new(message.Vcpu);
        bool exists = kind == MmioForwardingMessage.Read
            ? bus.TryReadHere(address, message.Width, vcpu, out message.Value)
            : bus.TryWriteHere(address, message.Width, vcpu, message.Value);
        if (kind == MmioForwardingMessage.PostedWrite)
        {
            if (!exists) log.Warn($"{vcpu} on {from} wrote to {address}, where there is no register");
            return;
        }
        message.Exists = exists ? (byte)1 : (byte)0;
        Send(from, MmioForwardingMessage.Reply, ref message);
    }

    private void TakeReply(in MmioMessage message)
    {
        Panic.Unless(message.Cpu < CpuIndex.MaximumCpus, "the answer to a device access of a CPU that does not exist");
        ref Exchange exchange = ref _exchanges[message.Cpu];
        exchange.Value = message.Value;
        Volatile.Write(ref exchange.State, message.Exists != 0 ? Answered : Refused);
        if (message.Cpu != processor.Current.Value) controller.Kick(new CpuIndex(message.Cpu));
    }

    /// <summary>What a CPU has under way.</summary>
    private struct Exchange
    {
        public ulong Value;
        public int State;
        public int Posted;
    }

    [InlineArray(CpuIndex.MaximumCpus)]
    private struct Exchanges
    {
        private Exchange _first;
    }
}
