using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Data aborts from the guest (EC 0x24): a page of RAM that is not here or not writable, a device register, or nothing at all.</summary>
/// <param name="traps">Where it registers.</param>
/// <param name="memory">The guest's RAM.</param>
/// <param name="addresses">Finds the address.</param>
/// <param name="kinds">Finds what the guest wanted.</param>
/// <param name="described">Accesses devices as the syndrome says.</param>
/// <param name="decoded">Accesses devices as the instruction says.</param>
/// <param name="injection">Answers accesses to nothing.</param>
/// <param name="log">Names them.</param>
public sealed class DataAbortHandler(
    ITrapTable traps, IGuestMemory memory, FaultAddress addresses, FaultKind kinds, AccessEmulation described, LoadStoreEmulation decoded, ExceptionInjection injection, TrapLog log) : TrapHandler
{
    /// <summary>Registers for its exception class. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize() => traps.Register(ExceptionClass.DataAbortLower, this);

    /// <inheritdoc/>
    public override void Handle(ref TrapFrame frame, ExceptionSyndrome syndrome)
    {
        AbortSyndrome abort = syndrome.Abort;
        GuestPhysicalAddress address = default;
        if (abort.IsStage2Fault)
        {
            // Returning without a change makes the access again: it succeeds, or says anew what it lacks.
            if (!addresses.TryFind(in frame, abort, out address)) return;
            if (memory.Holds(address))
            {
                memory.Resolve(address.Granule, kinds.Of(in frame, abort), new AccessSite(frame.Elr, address.PageOffset));
                return;
            }
            if (!abort.IsStage1Walk && TryEmulate(ref frame, syndrome, address)) return;
        }
        log.Warn($"the guest's access to {address} from {frame.Elr:x} gets an external abort: ISS {(ulong)syndrome.Iss:x}, virtual address {frame.Far:x}");
        injection.InjectDataAbort(ref frame, syndrome);
    }

    private bool TryEmulate(ref TrapFrame frame, ExceptionSyndrome syndrome, GuestPhysicalAddress address)
    {
        AbortSyndrome abort = syndrome.Abort;
        if (abort.HasAccess) return described.TryAccess(ref frame, abort, address);
        LoadStoreOutcome outcome = decoded.Execute(ref frame, abort, address, out uint faultStatus);
        if (outcome == LoadStoreOutcome.Faults) injection.InjectDataAbort(ref frame, syndrome, faultStatus);
        return outcome != LoadStoreOutcome.Refused;
    }
}
