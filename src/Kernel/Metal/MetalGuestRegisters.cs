using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>The guest's system registers, by MRS, MSR and AT (guest.S).</summary>
public sealed class MetalGuestRegisters : IGuestRegisters
{
    /// <inheritdoc/>
    public ulong Read(GuestRegister register) => ReadRegister((ulong)register);

    /// <inheritdoc/>
    public void Write(GuestRegister register, ulong value)
    {
        Panic.Unless(register < GuestRegister.Midr, "the identification of the CPU is read-only");
        WriteRegister((ulong)register, value);
    }

    /// <inheritdoc/>
    public ulong ReadIdentification(int crm, int op2)
    {
        Panic.Unless(crm is >= 1 and <= 7 && op2 is >= 0 and <= 7, "an identification register outside of its group");
        return ReadIdentificationRegister((ulong)(((crm - 1) * 8) + op2));
    }

    /// <inheritdoc/>
    public AddressTranslation TranslateToGuestPhysical(ulong virtualAddress) => new(TranslateStage1(virtualAddress));

    /// <inheritdoc/>
    public AddressTranslation TranslateToGuestPhysical(ulong virtualAddress, bool isPrivileged, bool isWrite)
    {
        if (isPrivileged) return new(isWrite ? TranslateStage1Write(virtualAddress) : TranslateStage1(virtualAddress));
        return new(isWrite ? TranslateStage1UnprivilegedWrite(virtualAddress) : TranslateStage1Unprivileged(virtualAddress));
    }

    /// <inheritdoc/>
    public AddressTranslation TranslateToPhysical(ulong virtualAddress) => new(TranslateBothStages(virtualAddress));

    [RuntimeImport("*", "asm_read_guest_register")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadRegister(ulong index);

    [RuntimeImport("*", "asm_write_guest_register")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteRegister(ulong index, ulong value);

    [RuntimeImport("*", "asm_read_identification")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadIdentificationRegister(ulong index);

    [RuntimeImport("*", "asm_translate_stage1")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong TranslateStage1(ulong virtualAddress);

    [RuntimeImport("*", "asm_translate_stage1_write")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong TranslateStage1Write(ulong virtualAddress);

    [RuntimeImport("*", "asm_translate_stage1_unprivileged")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong TranslateStage1Unprivileged(ulong virtualAddress);

    [RuntimeImport("*", "asm_translate_stage1_unprivileged_write")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong TranslateStage1UnprivilegedWrite(ulong virtualAddress);

    [RuntimeImport("*", "asm_translate_both_stages")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong TranslateBothStages(ulong virtualAddress);
}
