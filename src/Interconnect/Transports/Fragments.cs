using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// A transport that sends a content in parts of one size, the last of which may be shorter, a frame each. Content of a single part stays where the device wrote it; parts of one that has several are copied to where they belong in a
/// buffer of their sender's. One is enough: a sender's messages come one after the other.
/// </summary>
/// <param name="name">What it is called.</param>
/// <param name="partBytes">How many bytes a part has: a multiple of <see cref="FrameHeader.OffsetUnitBytes"/>.</param>
public abstract unsafe class Fragments(string name, int partBytes) : ITransport
{
    private Assembly[] _assemblies = [];
    private byte* _contents;
    private int _capacity;

    /// <summary>How many bytes a part has: a multiple of <see cref="FrameHeader.OffsetUnitBytes"/>.</summary>
    protected int PartBytes { get; set; } = partBytes;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int MaximumFrameBytes => FrameCodec.PayloadOffset + PartBytes;

    /// <inheritdoc/>
    public virtual void Fit(int overheadBytes)
    {
    }

    /// <inheritdoc/>
    public void Expect(int contentBytes, int nodeCount, IPhysicalMemory memory)
    {
        if (contentBytes <= Math.Max(PartBytes, _capacity)) return;
        _capacity = contentBytes;
        _contents = memory.Pointer(memory.AllocateUncleared((ulong)nodeCount * (uint)contentBytes, GranuleNumber.Bytes, "messages that come in parts"));
        _assemblies = new Assembly[nodeCount];
    }

    /// <inheritdoc/>
    public int FrameCount(int contentBytes) => contentBytes <= PartBytes ? 1 : (contentBytes + PartBytes - 1) / PartBytes;

    /// <inheritdoc/>
    public FramePart Part(int index, int contentBytes)
    {
        int offset = index * PartBytes;
        int rest = contentBytes - offset;
        return new FramePart(offset, Math.Min(rest, PartBytes), rest > PartBytes);
    }

    /// <inheritdoc/>
    public void Begin(NodeId node)
    {
        if (node.Value < _assemblies.Length) _assemblies[node.Value] = default;
    }

    /// <inheritdoc/>
    public bool TryAssemble(NodeId from, in DecodedFrame frame, out AssembledMessage message)
    {
        bool isLast = (frame.Header.Flags & FrameFlags.MoreFollows) == 0;
        if (isLast && frame.Header.ContentOffset == 0 && !IsUnderWay(from))
        {
            message = new AssembledMessage(frame.Body, frame.Page);
            return true;
        }
        message = default;
        return TakePart(from, in frame, isLast, ref message);
    }

    private bool IsUnderWay(NodeId from) => from.Value < _assemblies.Length && _assemblies[from.Value].ContentBytes != 0;

    private bool TakePart(NodeId from, in DecodedFrame frame, bool isLast, ref AssembledMessage message)
    {
        if (from.Value >= _assemblies.Length) RefusePart(from);
        ref Assembly assembly = ref _assemblies[from.Value];
        int length = frame.Payload.Length;
        bool isNext = frame.Header.ContentOffset == assembly.ContentBytes && (isLast ? length <= PartBytes : length == PartBytes);
        if (!isNext || length == 0 || length > _capacity - assembly.ContentBytes || (assembly.ContentBytes != 0 && (!frame.Body.IsEmpty || frame.Header.Kind != assembly.Kind))) RefusePart(from);
        Span<byte> content = new(_contents + ((long)from.Value * _capacity), _capacity);
        frame.Payload.CopyTo(content[assembly.ContentBytes..]);
        if (assembly.ContentBytes == 0) assembly.Begin(in frame);
        assembly.ContentBytes += length;
        if (!isLast) return false;
        message = new AssembledMessage(assembly.Body, new ReceivedPage(content[..assembly.ContentBytes]));
        assembly.ContentBytes = 0;
        return true;
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RefusePart(NodeId from) => Panic.Fail($"{from} sent a part of a message that cannot come now: it uses another transport, or has gone wrong");

    /// <summary>What has come of a message.</summary>
    private struct Assembly
    {
        private Bytes _body;
        private int _bodyBytes;

        /// <summary>Bytes of the content that are here; 0 if no message is under way.</summary>
        public int ContentBytes;

        /// <summary>What the message is.</summary>
        public MessageKind Kind;

        /// <summary>Its fixed part.</summary>
        [UnscopedRef]
        public readonly ReadOnlySpan<byte> Body => ((ReadOnlySpan<byte>)_body)[.._bodyBytes];

        /// <summary>Its first part is here.</summary>
        public void Begin(in DecodedFrame frame)
        {
            _bodyBytes = frame.Body.Length;
            frame.Body.CopyTo(_body);
            Kind = frame.Header.Kind;
        }

        [InlineArray(IMessenger.MaximumBodyBytesWithPage)]
        private struct Bytes
        {
            private byte _first;
        }
    }
}
