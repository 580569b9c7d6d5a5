using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Trap frames as the vectors would have left them.</summary>
internal static class GuestTrap
{
    public const ulong El1h = 0x3c5;
    public const ulong El0 = 0;
    public const ulong AArch32User = 0x10;
    public const ulong Vbar = 0xffff_8000_0001_0000;

    private const ulong InstructionLength = 1ul << 25;

    public static TrapFrame At(ulong elr, ulong spsr = El1h) => new() { Elr = elr, Spsr = spsr };

    /// <summary>A stage 2 fault at <paramref name="ipa"/>.</summary>
    public static TrapFrame Fault(ExceptionClass exceptionClass, uint iss, ulong ipa, ulong far, ulong spsr = El1h)
    {
        TrapFrame frame = At(0xffff_8000_0008_0000, spsr);
        frame.Esr = ((ulong)exceptionClass << 26) | InstructionLength | iss;
        frame.Far = far;
        frame.Hpfar = (ipa >> 12) << 4;
        return frame;
    }

    public static TrapFrame SystemRegister(SystemRegisterEncoding register, int rt, bool isRead, ulong spsr = El1h)
    {
        TrapFrame frame = At(0xffff_8000_0008_0000, spsr);
        uint iss = (uint)((register.Op0 << 20) | (register.Op2 << 17) | (register.Op1 << 14) | (register.Crn << 10) | (rt << 5) | (register.Crm << 1) | (isRead ? 1 : 0));
        frame.Esr = ((ulong)ExceptionClass.SystemRegister << 26) | InstructionLength | iss;
        return frame;
    }
}
