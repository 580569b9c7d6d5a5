using System;
using System.Diagnostics;

namespace Pilevisor.Switch;

/// <summary>One direction of a link that carries so many bits per second: a frame is on it after those before it, and arrives when its last bit has.</summary>
/// <param name="bitsPerSecond">How many.</param>
internal sealed class Wire(long bitsPerSecond)
{
    // Preamble and start of frame, frame check sequence, gap (IEEE 802.3).
    private const int OverheadBytes = 8 + 4 + 12;
    private const int LeastFrameBytes = 60;

    private readonly object _gate = new();
    private long _free;

    /// <summary>Puts a frame on the wire.</summary>
    /// <param name="bytes">Its length, without its check sequence.</param>
    /// <param name="ready">When it is there, by <see cref="Stopwatch.GetTimestamp"/>.</param>
    /// <returns>When it has arrived.</returns>
    public long Carry(int bytes, long ready)
    {
        double seconds = (Math.Max(bytes, LeastFrameBytes) + OverheadBytes) * 8.0 / bitsPerSecond;
        lock (_gate)
        {
            _free = Math.Max(_free, ready) + (long)(seconds * Stopwatch.Frequency);
            return _free;
        }
    }
}
