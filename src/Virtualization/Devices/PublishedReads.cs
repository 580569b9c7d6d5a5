using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Reads of <see cref="PublishedRegisters"/> in the fast lane: those that the syndrome describes, of a little-endian guest, without sign extension.</summary>
/// <param name="traps">Where it registers.</param>
/// <param name="published">The registers.</param>
/// <param name="registers">Say which byte order it is.</param>
public sealed class PublishedReads(ITrapTable traps, PublishedRegisters published, IGuestRegisters registers) : FastTrapHandler
{
    /// <summary>Registers for its exception class. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize() => traps.RegisterFast(ExceptionClass.DataAbortLower, this);

    /// <inheritdoc/>
    public override bool TryHandleFast(ref FastTrapFrame frame, ExceptionSyndrome syndrome)
    {
        AbortSyndrome abort = syndrome.Abort;
        if (!abort.IsDescribedLoad || abort.SignExtends || !FastTrapFrame.Has(abort.Register)) return false;
        GuestPhysicalAddress address = FaultAddress.OfTranslationFault(frame.Hpfar, frame.Far);
        if (!published.TryRead(address, abort.AccessBytes, out ulong value)) return false;
        if (new ProcessorState(frame.Spsr).IsBigEndian(registers.Read(GuestRegister.Sctlr))) return false;
        frame.Write(abort.Register, value);
        frame.SkipInstruction();
        return true;
    }
}
