using System;
using System.Threading;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>The leader's choice, the same on all nodes: the leader asks the policy once it knows what it runs, and the others wait for its word before their CPUs are configured. A node that joins later has it with the cluster's description.</summary>
/// <param name="policy">Chooses, on the leader.</param>
/// <param name="messenger">Tells the members.</param>
/// <param name="cluster">Which nodes there are.</param>
/// <param name="choice">Has it for nodes that join later.</param>
/// <param name="registers">What the CPU can trap.</param>
/// <param name="waits">Waits for the leader.</param>
/// <param name="log">Says what was chosen.</param>
public sealed class TlbDecision(ITlbPolicy policy, IMessenger messenger, ICluster cluster, GuestChoice choice, IGuestRegisters registers, IWaits waits, ILog log) : MessageHandler
{
    private const byte Local = 1;
    private const byte Carried = 2;

    private int _decision;

    /// <summary>The bits of HCR_EL2 that it takes on this CPU. Once it is decided.</summary>
    public ulong Traps
    {
        get
        {
            Panic.Unless(_decision != 0, "a CPU is configured before it is decided whether TLB maintenance is carried");
            return _decision == Carried ? HypervisorConfiguration.BroadcastTlbTraps(registers.ReadIdentification(7, 2)) : 0;
        }
    }

    /// <summary>Registers for its message. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize()
    {
        messenger.Reserve(cluster.NodeCount - 1);
        messenger.Register((MessageKind)TlbMessage.Decision, MessageShape.Of<byte>().FromLeader, this);
    }

    /// <summary>Decides for all nodes. Once, on the leader. A node by itself needs no help from EL2: its CPUs hear each other.</summary>
    public void Decide(in KernelImage kernel)
    {
        Panic.Unless(cluster.Self == NodeId.Leader, "only the leader decides");
        bool isCarried = cluster.NodeCount > 1 && policy.IsCarriedFor(in kernel);
        Take(isCarried);
        ReadOnlySpan<byte> body = [isCarried ? (byte)1 : (byte)0];
        for (ushort i = 1; i < cluster.NodeCount; i++)
        {
            NodeId node = new(i);
            if (cluster.IsPresent(node)) messenger.Send(node, (MessageKind)TlbMessage.Decision, body);
        }
    }

    /// <summary>Waits for the leader's word. On every other node.</summary>
    /// <exception cref="PanicException">If it does not come.</exception>
    public void AwaitDecision()
    {
        if (choice.Value != 0) Take(choice.Value == Carried);
        Wait wait = waits.Begin();
        while (Volatile.Read(ref _decision) == 0) waits.Serve(ref wait, "the leader to say whether TLB maintenance is carried");
    }

    /// <inheritdoc/>
    public override void Receive(in ReceivedMessage message)
    {
        byte isCarried = message.Read<byte>();
        message.Require(isCarried <= 1, "it says neither yes nor no");
        message.Require(_decision == 0, "it was decided before");
        Take(isCarried != 0);
    }

    private void Take(bool isCarried)
    {
        if (cluster.NodeCount > 1) log.Info($"broadcast TLB maintenance is {(isCarried ? "carried to every node" : "each node's own")}");
        choice.Value = isCarried ? Carried : Local;
        Volatile.Write(ref _decision, choice.Value);
    }
}
