using System.Runtime.CompilerServices;

namespace Pilevisor.Interconnect;

/// <summary>Eight words of a ChaCha20 key.</summary>
[InlineArray(ChaCha20.KeyWords)]
internal struct SessionKey
{
    private uint _first;
}
