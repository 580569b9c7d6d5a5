using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Goes on with what the virtual interrupt controller has kept since a way was full.</summary>
/// <param name="sgis">SGIs.</param>
/// <param name="carrier">SPIs.</param>
/// <param name="settlement">Looks.</param>
/// <param name="gate">Protects all this.</param>
public sealed class InterruptRoom(SgiCarrier sgis, SpiCarrier carrier, InterruptSettlement settlement, VirtualInterruptLock gate) : RoomHandler
{
    /// <inheritdoc/>
    public override void OnRoom(NodeId to)
    {
        gate.Acquire();
        sgis.Flush(to);
        carrier.Flush();
        settlement.Progress();
        gate.Release();
    }
}
