using System.Runtime.CompilerServices;

namespace Pilevisor.Virtualization;

/// <summary>What goes between memory and registers, a word for each access to memory, in the order of their addresses.</summary>
[InlineArray(LoadStore.MaximumPieces)]
internal struct TransferPieces
{
    private ulong _first;
}
