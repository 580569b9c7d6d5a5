using System.Runtime.InteropServices;

namespace Pilevisor.Coherence;

/// <summary>A protocol message's body on the wire (little-endian, 40 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Size = 40)]
internal struct CoherenceBody
{
    /// <summary>The protocol's part.</summary>
    public CoherenceMessage Message;

    /// <summary>What of the page's content comes with it.</summary>
    public PageContent Content;
}
