using System.Runtime.CompilerServices;
using System.Threading;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// What this node's CPUs ask other nodes and wait for: a CPU one thing at a time. Who asks begins the call, sends its request and awaits the answer; whoever's handler receives an answer checks it against the call, and gives it.
/// </summary>
/// <param name="cluster">Which nodes are there.</param>
/// <param name="waits">How a CPU waits.</param>
/// <param name="processor">Which CPU asks.</param>
/// <param name="controller">Wakes the CPU whose answer another CPU received.</param>
public sealed class RemoteCalls(ICluster cluster, IWaits waits, IProcessor processor, IInterruptController controller)
{
    private Calls _calls;

    /// <summary>
    /// The calling CPU may be about to send <paramref name="node"/> something: until <see cref="Lower"/> whoever wants to know whether it does waits (<see cref="HasDone"/>). It does so only if the node is there, which is asked
    /// afterwards: so either it sees that the node leaves, or who asks sees that it is about to send.
    /// </summary>
    /// <returns>Whether the node is there.</returns>
    public bool Aim(NodeId node)
    {
        ref Call call = ref _calls[processor.Current.Value];
        Volatile.Write(ref call.Aim, node.Value + 1);
        Interlocked.MemoryBarrier();
        return cluster.IsPresent(node);
    }

    /// <summary>It has, or will not.</summary>
    public void Lower() => Volatile.Write(ref _calls[processor.Current.Value].Aim, 0);

    /// <summary>Whether no CPU here is about to send <paramref name="node"/> anything, or waits for its answer. Once nobody takes it for being there any more, that stays so.</summary>
    public bool HasDone(NodeId node)
    {
        Interlocked.MemoryBarrier();
        foreach (ref Call call in (System.Span<Call>)_calls)
        {
            if (Volatile.Read(ref call.Aim) == node.Value + 1 || (Volatile.Read(ref call.IsAwaited) && call.Node == node)) return false;
        }
        return true;
    }

    /// <summary>The calling CPU is about to ask <paramref name="node"/>: before its request is sent.</summary>
    /// <param name="node">Another node.</param>
    /// <param name="reply">The kind of the answer.</param>
    /// <param name="subject">What it is about, for who checks the answer.</param>
    public void Begin(NodeId node, MessageKind reply, ulong subject)
    {
        ref Call call = ref _calls[processor.Current.Value];
        Panic.Unless(!call.IsAwaited, "a CPU asks another node while it awaits an answer");
        call.Node = node;
        call.Reply = reply;
        call.Subject = subject;
        Volatile.Write(ref call.IsAwaited, true);
    }

    /// <summary>Returns when the answer has come, or will not come any more. No lock may be held.</summary>
    /// <param name="what">What is waited for, if it takes too long.</param>
    /// <param name="result">The answer.</param>
    /// <returns>Whether the other node has what it was asked for: not if it has died.</returns>
    public bool Await(string what, out ulong result)
    {
        ref Call call = ref _calls[processor.Current.Value];
        Wait wait = waits.Begin();
        while (Volatile.Read(ref call.IsAwaited))
        {
            if (!cluster.IsConnected(call.Node)) GiveUp(ref call);
            else waits.Serve(ref wait, what);
        }
        result = call.Result;
        return call.Exists;
    }

    private static void GiveUp(ref Call call)
    {
        (call.Result, call.Exists) = (0, false);
        Volatile.Write(ref call.IsAwaited, false);
    }

    /// <summary>What the call of <paramref name="cpu"/> is about that <paramref name="message"/> answers.</summary>
    /// <exception cref="PanicException">If it awaits no such answer from there.</exception>
    public ulong SubjectOf(in ReceivedMessage message, CpuIndex cpu)
    {
        ref Call call = ref _calls[cpu.Value];
        message.Require(Volatile.Read(ref call.IsAwaited) && call.Node == message.From && call.Reply == message.Kind, "it answers what was not asked");
        return call.Subject;
    }

    /// <summary>The answer to the call of <paramref name="cpu"/> has come, and was checked.</summary>
    public void Answer(CpuIndex cpu, ulong result, bool exists = true)
    {
        ref Call call = ref _calls[cpu.Value];
        call.Result = result;
        call.Exists = exists;
        Volatile.Write(ref call.IsAwaited, false);
        if (cpu.Value != processor.Current.Value) controller.Kick(cpu);
    }

    private struct Call
    {
        // The node that the CPU may be about to send something, plus one.
        public int Aim;
        public ulong Subject;
        public ulong Result;
        public NodeId Node;
        public MessageKind Reply;
        public bool Exists;
        public bool IsAwaited;
    }

    [InlineArray(CpuIndex.MaximumCpus)]
    private struct Calls
    {
        private Call _first;
    }
}
