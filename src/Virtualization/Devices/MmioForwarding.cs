using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
/// <param name="calls">Wait for the answers.</param>
/// <param name="caches">Fetches instructions anew before the guest can learn of anything.</param>
/// <param name="counters">Counts what is forwarded.</param>
/// <param name="log">Names posted writes that went nowhere.</param>
public sealed class MmioForwarding(
    MmioBus bus,
    IMessenger messenger,
    ICluster cluster,
    VcpuTopology topology,
    IProcessor processor,
    RemoteCalls calls,
    ICacheMaintenance caches,
    NodeCounters counters,
    TrapLog log) : MessageHandler
{
    /// <summary>How many writes a CPU sends without an answer before it waits for one.</summary>
    public const int PostedLimit = 4;

    private PostedWrites _posted;

    /// <summary>Registers for its messages. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize()
    {
        // Of its own CPUs what they post, and the answers to the others'.
        messenger.Reserve((int)((cluster[cluster.Self].CpuCount * PostedLimit) + topology.VcpuCount));
        MessageShape shape = MessageShape.Of<MmioMessage>();
        messenger.Register((MessageKind)MmioForwardingMessage.Read, shape, this);
        messenger.Register((MessageKind)MmioForwardingMessage.PostedWrite, shape, this);
        messenger.Register((MessageKind)MmioForwardingMessage.ConfirmedWrite, shape, this);
        messenger.Register((MessageKind)MmioForwardingMessage.Reply, shape, this);
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
        calls.Aim(node);
        bool exists = device.TryReadAfar(new MmioAccess(offset, bytes, topology.Current), out value) || TryExchange(node, MmioForwardingMessage.Read, address, bytes, ref value);
        calls.Lower();
        return exists;
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
        calls.Aim(node);
        bool exists = device.TryWriteAfar(new MmioAccess(offset, bytes, topology.Current), value) || TrySend(node, address, bytes, value, waits);
        calls.Lower();
        return exists;
    }

    private bool TrySend(NodeId node, GuestPhysicalAddress address, int bytes, ulong value, bool waits)
    {
        if (waits || ++_posted[processor.Current.Value] >= PostedLimit) return TryExchange(node, MmioForwardingMessage.ConfirmedWrite, address, bytes, ref value);
        Send(node, MmioForwardingMessage.PostedWrite, address, bytes, value);
        return true;
    }

    /// <inheritdoc/>
    public override void Receive(in ReceivedMessage message)
    {
        MmioMessage body = message.Read<MmioMessage>();
        message.Require(body.Width is 1 or 2 or 4 or 8, "no access is that wide");
        caches.InvalidateInstructions();
        if ((MmioForwardingMessage)message.Kind == MmioForwardingMessage.Reply) TakeReply(in message, in body);
        else Execute(in message, body);
    }

    private bool TryExchange(NodeId node, MmioForwardingMessage kind, GuestPhysicalAddress address, int bytes, ref ulong value)
    {
        _posted[processor.Current.Value] = 0;
        calls.Begin(node, (MessageKind)MmioForwardingMessage.Reply, address.Value);
        Send(node, kind, address, bytes, value);
        return calls.Await("the answer to a device access on another node", out value);
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
    private void Execute(in ReceivedMessage received, MmioMessage message)
    {
        GuestPhysicalAddress address = new(message.Address);
        VcpuId vcpu = new(message.Vcpu);
        received.CpuThere(message.Cpu);
        received.Require(topology.Exists(vcpu) && topology.NodeOf(vcpu) == received.From, "it is on behalf of a vCPU that is not its sender's");
        received.Require(bus.TryFind(address, message.Width, out MmioDevice device, out uint offset) && device.NodeOf(offset) == cluster.Self, "no such register lives here");
        MmioAccess access = new(offset, message.Width, vcpu);
        MmioForwardingMessage kind = (MmioForwardingMessage)received.Kind;
        bool exists = kind == MmioForwardingMessage.Read ? device.TryRead(access, out message.Value) : device.TryWrite(access, message.Value);
        if (kind == MmioForwardingMessage.PostedWrite)
        {
            if (!exists) log.Warn($"{vcpu} on {received.From} wrote to {address}, where there is no register");
            return;
        }
        message.Exists = exists ? (byte)1 : (byte)0;
        Send(received.From, MmioForwardingMessage.Reply, ref message);
    }

    private void TakeReply(in ReceivedMessage received, in MmioMessage message)
    {
        CpuIndex cpu = received.CpuHere(message.Cpu);
        received.Require(calls.SubjectOf(in received, cpu) == message.Address && message.Exists <= 1, "it answers what was not asked");
        calls.Answer(cpu, message.Value, message.Exists != 0);
    }

    /// <summary>How many writes a CPU has sent since it last waited.</summary>
    [InlineArray(CpuIndex.MaximumCpus)]
    private struct PostedWrites
    {
        private int _first;
    }
}
