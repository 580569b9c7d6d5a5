using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// A message as it came over the wire. A peer may have gone wrong, so nothing in it is believed: a handler first takes from it all that it is going to use, by the members here, which check it against the cluster, and only
/// then takes a lock or does anything. What cannot be ends in <see cref="Refuse(string)"/>, a panic that names the peer and what it sent. The spans are valid until the handler returns.
/// </summary>
public readonly ref struct ReceivedMessage
{
    private const int MostBytesShown = 40;

    private readonly ICluster _cluster;

    /// <summary>Puts a message together.</summary>
    /// <param name="from">Another node of <paramref name="cluster"/>: delivery has seen to that.</param>
    /// <param name="kind">What it says it is.</param>
    /// <param name="body">Its fixed part.</param>
    /// <param name="page">Its page, or nothing.</param>
    /// <param name="cluster">What there is, to check it against.</param>
    public ReceivedMessage(NodeId from, MessageKind kind, ReadOnlySpan<byte> body, ReceivedPage page, ICluster cluster)
    {
        From = from;
        Kind = kind;
        Body = body;
        Page = page;
        _cluster = cluster;
    }

    /// <summary>Who sent it: a node of this cluster.</summary>
    public NodeId From { get; }

    /// <summary>What it is.</summary>
    public MessageKind Kind { get; }

    /// <summary>Its fixed part: as long as its <see cref="MessageShape"/> says.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Its page: nothing, or <see cref="GranuleNumber.Bytes"/> bytes, as its shape says.</summary>
    public ReceivedPage Page { get; }

    /// <summary>The body as a <typeparamref name="T"/>, whose fields are still to be checked.</summary>
    public T Read<T>()
        where T : unmanaged
    {
        if (Body.Length != Unsafe.SizeOf<T>()) Refuse("its body has another length");
        return MemoryMarshal.Read<T>(Body);
    }

    /// <summary>A node that the message names.</summary>
    public NodeId Node(NodeId node)
    {
        if (node.Value >= _cluster.NodeCount) Refuse("it names a node that the cluster has not");
        return node;
    }

    /// <summary>A CPU of this node that the message names.</summary>
    public CpuIndex CpuHere(byte cpu) => Cpu(_cluster.Self, cpu);

    /// <summary>A CPU of its sender that the message names.</summary>
    public CpuIndex CpuThere(byte cpu) => Cpu(From, cpu);

    /// <summary>What must be true of every message that a right peer sends.</summary>
    /// <exception cref="PanicException">If <paramref name="condition"/> is false.</exception>
    public void Require([DoesNotReturnIf(false)] bool condition, string what)
    {
        if (!condition) Refuse(what);
    }

    /// <summary>The peer has gone wrong, or runs another image.</summary>
    /// <param name="what">What about its message cannot be.</param>
    /// <exception cref="PanicException">Always; it names the peer and what it sent.</exception>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Refuse(string what)
    {
        TextBuilder text = new(0, 0);
        text.AppendLiteral(what);
        Refuse(ref text);
    }

    /// <inheritdoc cref="Refuse(string)"/>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Refuse(scoped ref TextBuilder what)
    {
        TextBuilder text = new(0, 0);
        text.AppendFormatted(From);
        text.AppendLiteral(" sent a message of kind ");
        text.AppendHex((ulong)Kind);
        text.AppendLiteral(" that cannot be: ");
        foreach (char character in what.Text) text.Append(character);
        text.AppendLiteral(Page.IsEmpty ? "; body " : "; with a page, body ");
        if (Body.IsEmpty) text.AppendLiteral("empty");
        foreach (byte value in Body[..Math.Min(Body.Length, MostBytesShown)]) text.AppendHexByte(value);
        if (Body.Length > MostBytesShown) text.AppendLiteral("...");
        Panic.Fail(ref text);
    }

    private CpuIndex Cpu(NodeId node, byte cpu)
    {
        if (cpu >= _cluster[node].PresentCpus) Refuse("it names a CPU that there is not");
        return new CpuIndex(cpu);
    }
}
