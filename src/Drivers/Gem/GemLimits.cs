using System;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>How long frames may be, and how they are divided.</summary>
internal sealed class GemLimits
{
    private const int EthernetHeaderBytes = 14;
    private const int FcsBytes = 4;
    private const int LongestBufferBytes = 255 * GemBits.BufferUnitBytes;

    /// <summary>Knows them. What the lengths mean is said at <see cref="ILink.Initialize"/>.</summary>
    /// <param name="deviceBytes">The longest frame of the device.</param>
    /// <param name="wholeBytes">Up to so many bytes are in one piece.</param>
    /// <param name="headBytes">So many are the first of two.</param>
    public GemLimits(int deviceBytes, int wholeBytes, int headBytes)
    {
        WholeBytes = wholeBytes;
        HeadBytes = headBytes;
        int wanted = Math.Max(wholeBytes, headBytes + (int)GranuleNumber.Bytes);
        MaximumFrameBytes = Math.Min(wanted, deviceBytes - FcsBytes);
        BufferBytes = (GemReceiver.FrameOffset + MaximumFrameBytes + FcsBytes + GemBits.BufferUnitBytes - 1) / GemBits.BufferUnitBytes * GemBits.BufferUnitBytes;
        if (MaximumFrameBytes <= EthernetHeaderBytes || BufferBytes > LongestBufferBytes)
            Panic.Fail($"the network interface cannot receive frames of {wanted} bytes: its longest is {deviceBytes}, and a buffer has at most {LongestBufferBytes}");
    }

    /// <summary>Received frames of up to so many bytes are in one piece.</summary>
    public int WholeBytes { get; }

    /// <summary>The first piece of a longer one.</summary>
    public int HeadBytes { get; }

    /// <summary>The longest frame, without its frame check sequence.</summary>
    public int MaximumFrameBytes { get; }

    /// <summary>How long a receive buffer is: whole cache lines, with room for the longest frame that the device takes.</summary>
    public int BufferBytes { get; }

    /// <summary>jumbo_max_length: devices differ in whether they count the frame check sequence, so one or the other takes four bytes more than it need.</summary>
    public uint JumboBytes => (uint)(MaximumFrameBytes + FcsBytes);

    /// <summary>Whether a frame may be so long.</summary>
    public bool Allow(int bytes) => bytes >= EthernetHeaderBytes && bytes <= MaximumFrameBytes;
}
