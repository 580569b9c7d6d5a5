using System;
using Pilevisor.Fakes;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>What a node is wired with that its image does not make itself. Factories of an image are static, so it is handed over here, one node at a time and thread.</summary>
internal sealed record FuzzedParts(FuzzedVariant Variant, Bootargs Hardware, FakePhysicalMemory Memory, FakeCounter Counter, FakeLink Link)
{
    [ThreadStatic]
    private static FuzzedParts? s_current;

    /// <summary>The checks of all frames.</summary>
    public static Crc32C Check { get; } = new TableCrc32C();

    /// <summary>Those of the node that is being wired on this thread.</summary>
    public static FuzzedParts Current
    {
        get => s_current ?? throw new InvalidOperationException("a node is wired without its parts");
        set => s_current = value;
    }
}
