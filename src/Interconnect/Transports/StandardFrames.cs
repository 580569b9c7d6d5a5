namespace Pilevisor.Interconnect;

/// <summary>Frames that every Ethernet carries: 1514 bytes at most. A page of 4 KiB is three frames.</summary>
public sealed class StandardFrames() : Fragments(nameof(StandardFrames), FrameCodec.StandardPayloadBytes);
