using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>HVC in the fast lane: the functions whose answers are always the same.</summary>
public sealed class FastHvcHandler : FastTrapHandler
{
    /// <inheritdoc/>
    public override bool TryHandleFast(ref FastTrapFrame frame, ExceptionSyndrome syndrome)
    {
        if (!VirtualPsci.TryAnswer((PsciFunction)(uint)frame.X0, (PsciFunction)(uint)frame.X1, out long answer)) return false;
        frame.X0 = (ulong)answer;
        return true;
    }
}
