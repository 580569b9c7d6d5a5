using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Instruction aborts from the guest (EC 0x20): a page of RAM that is not here, or nothing that can be executed.</summary>
/// <param name="traps">Where it registers.</param>
/// <param name="memory">The guest's RAM.</param>
/// <param name="addresses">Finds the address.</param>
/// <param name="kinds">Finds what the walk wanted, if it was one.</param>
/// <param name="injection">Answers fetches from nothing.</param>
/// <param name="log">Names them.</param>
public sealed class InstructionAbortHandler(
    ITrapTable traps, IGuestMemory memory, FaultAddress addresses, FaultKind kinds, ExceptionInjection injection, TrapLog log) : TrapHandler
{
    /// <summary>Registers for its exception class. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize() => traps.Register(ExceptionClass.InstructionAbortLower, this);

    /// <inheritdoc/>
    public override void Handle(ref TrapFrame frame, ExceptionSyndrome syndrome)
    {
        AbortSyndrome abort = syndrome.Abort;
        GuestPhysicalAddress address = default;
        if (abort.IsStage2Fault)
        {
            if (!addresses.TryFind(in frame, abort, out address)) return;
            if (memory.Holds(address))
            {
                memory.Resolve(address.Granule, abort.IsStage1Walk ? kinds.Of(in frame, abort) : AccessKind.Read, new AccessSite(frame.Elr, address.PageOffset));
                return;
            }
        }
        log.Warn($"the guest's fetch of an instruction at {address}, virtual address {frame.Far:x}, gets an external abort: ISS {(ulong)syndrome.Iss:x}");
        injection.InjectInstructionAbort(ref frame, syndrome);
    }
}
