using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// The body of a clock request, and of the reply to it, which brings it back unchanged (little-endian, 16 bytes). The leader's time is in the reply's header.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct ClockExchange
{
    public const int Bytes = 16;

    /// <summary>The number of the exchange.</summary>
    public ulong Number;

    /// <summary>The member's system counter when it asked.</summary>
    public Cycles AskedAt;
}
