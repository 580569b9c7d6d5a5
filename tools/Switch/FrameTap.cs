using System;

namespace Pilevisor.Switch;

/// <summary>Is shown each frame that a switch takes, before anything goes wrong with it on purpose; from several threads at once.</summary>
/// <param name="port">The port that it came in by, or for a frame from the host goes out by.</param>
/// <param name="isFromHost">Whether it is the host's.</param>
/// <param name="frame">The frame, as long as the call lasts.</param>
public delegate void FrameTap(int port, bool isFromHost, ReadOnlySpan<byte> frame);
