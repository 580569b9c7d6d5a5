namespace Pilevisor.Switch;

/// <summary>What went through a port.</summary>
/// <param name="FramesIn">Frames from the node.</param>
/// <param name="BytesIn">Their bytes.</param>
/// <param name="FramesOut">Frames to the node.</param>
/// <param name="BytesOut">Their bytes.</param>
/// <param name="FramesToHost">Frames from the node for the host.</param>
/// <param name="Dropped">Frames to the node that found its queue full or the node absent.</param>
/// <param name="Lost">Frames from the node lost on purpose.</param>
/// <param name="Duplicated">Frames from the node doubled on purpose.</param>
/// <param name="Reordered">Frames from the node held back on purpose.</param>
/// <param name="Corrupted">Frames from the node damaged on purpose.</param>
public sealed record PortCounts(
    long FramesIn, long BytesIn, long FramesOut, long BytesOut, long FramesToHost, long Dropped, long Lost, long Duplicated, long Reordered, long Corrupted);
