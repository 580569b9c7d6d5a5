using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>A CPU of the guest, numbered over all nodes: node 0's first, then node 1's, and so on.</summary>
/// <param name="Value">The number.</param>
public readonly struct VcpuId(uint Value) : IText
{
    /// <summary>The number.</summary>
    public uint Value { get; } = Value;

    /// <inheritdoc/>
    public void AppendTo(ref TextBuilder text)
    {
        text.AppendLiteral("vcpu ");
        text.AppendFormatted(Value);
    }
}
