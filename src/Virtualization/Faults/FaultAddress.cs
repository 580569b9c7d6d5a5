using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Which guest-physical address a stage 2 fault was about.</summary>
/// <param name="registers">Translates where HPFAR_EL2 does not say.</param>
public sealed class FaultAddress(IGuestRegisters registers)
{
    private const ulong FaultingPageBits = 0x0fff_ffff_fff0;
    private const int FaultingPageShift = 8;
    private const ulong OffsetBits = GranuleNumber.Bytes - 1;

    /// <summary>The address of a translation fault that is no walk's.</summary>
    /// <param name="hpfar">HPFAR_EL2.</param>
    /// <param name="far">FAR_EL2.</param>
    public static GuestPhysicalAddress OfTranslationFault(ulong hpfar, ulong far) => new(PageOf(hpfar) + (far & OffsetBits));

    /// <summary>Finds the address; for a fault of a stage 1 walk the page of the walk's descriptor.</summary>
    /// <returns>False if the guest's own translation has changed since: let it try again.</returns>
    public bool TryFind(in TrapFrame frame, AbortSyndrome abort, out GuestPhysicalAddress address)
    {
        ulong page = PageOf(frame.Hpfar);

        // HPFAR_EL2 is unknown after a permission fault that is not a walk's (Arm ARM, D19.2.56).
        if (abort.IsPermissionFault && !abort.IsStage1Walk)
        {
            AddressTranslation translation = registers.TranslateToGuestPhysical(frame.Far);
            page = translation.Page;
            if (translation.HasFailed)
            {
                address = default;
                return false;
            }
        }
        address = new GuestPhysicalAddress(page + (frame.Far & OffsetBits));
        return true;
    }

    private static ulong PageOf(ulong hpfar) => (hpfar & FaultingPageBits) << FaultingPageShift;
}
