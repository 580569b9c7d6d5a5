using Pilevisor.Kernel;

namespace Pilevisor.Coherence.Tests.Model;

/// <summary>A CPU of a node: what it wants at present, and whether it asked and waits to be woken.</summary>
internal struct ModelCpu
{
    public bool Wants;
    public bool Waits;
    public PageNumber Page;
    public AccessKind Kind;
    public int Left;
}
