namespace Pilevisor.Interconnect;

/// <summary>Frames that every Ethernet carries: 1514 bytes at most. A page of 4 KiB is three frames, or four that are sealed.</summary>
public sealed class StandardFrames() : Fragments(nameof(StandardFrames), PartBytesWith(overheadBytes: 0))
{
    /// <inheritdoc/>
    public override void Fit(int overheadBytes) => PartBytes = PartBytesWith(overheadBytes);

    private static int PartBytesWith(int overheadBytes) =>
        (FrameCodec.StandardFrameBytes - FrameCodec.PayloadOffset - overheadBytes) / FrameHeader.OffsetUnitBytes * FrameHeader.OffsetUnitBytes;
}
