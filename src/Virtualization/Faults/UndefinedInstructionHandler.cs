using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// Exceptions that reach EL2 because the guest uses what it was not shown (SVE, SME, TSTART, LD64B, registers of 128 bits, most trapped coprocessor registers of AArch32) or what no exception class describes: the instruction is
/// undefined to the guest. Its kernel deals with that, or dies alone.
/// </summary>
/// <param name="traps">Where it registers.</param>
/// <param name="injection">Makes the instruction undefined.</param>
/// <param name="log">Says so.</param>
public sealed class UndefinedInstructionHandler(ITrapTable traps, ExceptionInjection injection, TrapLog log) : TrapHandler
{
    /// <summary>Registers for its exception classes. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize()
    {
        traps.Register(ExceptionClass.Unknown, this);
        traps.Register(ExceptionClass.Coprocessor14, this);
        traps.Register(ExceptionClass.Coprocessor14Memory, this);
        traps.Register(ExceptionClass.FloatingPoint, this);
        traps.Register(ExceptionClass.FloatingPointId, this);
        traps.Register(ExceptionClass.PointerAuthentication, this);
        traps.Register(ExceptionClass.LoadStore64Bytes, this);
        traps.Register(ExceptionClass.Coprocessor14Double, this);
        traps.Register(ExceptionClass.IllegalState, this);
        traps.Register(ExceptionClass.SystemRegister128, this);
        traps.Register(ExceptionClass.Sve, this);
        traps.Register(ExceptionClass.TransactionStart, this);
        traps.Register(ExceptionClass.Sme, this);
    }

    /// <inheritdoc/>
    public override void Handle(ref TrapFrame frame, ExceptionSyndrome syndrome)
    {
        log.Warn($"the guest's instruction at {frame.Elr:x} is undefined: exception class {(ulong)syndrome.Class:x}, ISS {(ulong)syndrome.Iss:x}");
        injection.InjectUndefined(ref frame, syndrome);
    }
}
