namespace Pilevisor.Interconnect;

/// <summary>Frames that every Ethernet carries: 1514 bytes at most. A page of 4 KiB is four frames.</summary>
public sealed class StandardFrames() : Fragments(PartBytes)
{
    // Less than what would still fit, in whole units of the offset.
    private const int PartBytes = 1408;
}
