using System;
using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>Remembers the TLB maintenance that a node executed.</summary>
public sealed class FakeGuestTlb : IGuestTlb
{
    /// <summary>What was executed, in order: the number of the instruction and its operand.</summary>
    public List<(byte Number, ulong Operand)> Executed { get; } = [];

    /// <inheritdoc/>
    public void Invalidate(TlbInvalidation invalidation, ulong operand)
    {
        if (!invalidation.IsAllocated) throw new InvalidOperationException($"TLBI number {invalidation.Number}: undefined");
        Executed.Add((invalidation.Number, operand));
    }
}
