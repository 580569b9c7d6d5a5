using System.Runtime.CompilerServices;
using Pilevisor.Interconnect;

namespace Pilevisor.Lab.Simulation;

/// <summary>A message under way.</summary>
internal struct SimMessage
{
    /// <summary>What it is.</summary>
    public MessageKind Kind;

    /// <summary>Its fixed part: the first <see cref="BodyBytes"/> bytes.</summary>
    public Body Said;

    public int BodyBytes;

    /// <summary>A pool's array with its content, of which <see cref="ContentBytes"/> are used; null if it has none.</summary>
    public byte[]? Content;

    public int ContentBytes;

    public ushort From;
    public ushort To;

    /// <summary>Bytes of its frames.</summary>
    public int Bytes;

    /// <summary>In how many frames.</summary>
    public int Frames;

    /// <summary>Room for the longest fixed part.</summary>
    [InlineArray(IMessenger.MaximumBodyBytesWithPage)]
    public struct Body
    {
        private byte _first;
    }
}
