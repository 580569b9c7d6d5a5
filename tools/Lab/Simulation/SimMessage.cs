using Pilevisor.Coherence;

namespace Pilevisor.Lab.Simulation;

/// <summary>A message under way.</summary>
internal struct SimMessage
{
    /// <summary>No content travels with it.</summary>
    public const int NoContent = -1;

    public CoherenceMessage Said;

    /// <summary>The version of the page that travels with it, or <see cref="NoContent"/>.</summary>
    public int Version;
    public ushort From;
    public ushort To;
    public int Bytes;

    /// <summary>In how many frames.</summary>
    public int Frames;
}
