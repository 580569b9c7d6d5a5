using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>A guest's system registers, and translations that a test lists by page; all others fail.</summary>
internal sealed class FakeGuestRegisters : IGuestRegisters
{
    private const ulong PageMask = 0xfff;

    // PAR_EL1.F and FST: a permission fault at level 3.
    private const ulong PermissionFault = 0x81f;

    public Dictionary<GuestRegister, ulong> Values { get; } = [];

    public Dictionary<(int Crm, int Op2), ulong> Identification { get; } = [];

    public Dictionary<ulong, ulong> GuestPhysicalPages { get; } = [];

    public Dictionary<ulong, ulong> PhysicalPages { get; } = [];

    public ulong this[GuestRegister register]
    {
        get => Read(register);
        set => Values[register] = value;
    }

    public ulong Read(GuestRegister register) => Values.GetValueOrDefault(register);

    public void Write(GuestRegister register, ulong value) => Values[register] = value;

    public ulong ReadIdentification(int crm, int op2) => Identification.GetValueOrDefault((crm, op2));

    public AddressTranslation TranslateToGuestPhysical(ulong virtualAddress) => Translate(GuestPhysicalPages, virtualAddress);

    /// <summary>Kinds of accesses that the guest's tables refuse.</summary>
    public HashSet<(bool IsPrivileged, bool IsWrite)> Refused { get; } = [];

    public AddressTranslation TranslateToGuestPhysical(ulong virtualAddress, bool isPrivileged, bool isWrite) =>
        Refused.Contains((isPrivileged, isWrite)) ? new(PermissionFault) : TranslateToGuestPhysical(virtualAddress);

    public AddressTranslation TranslateToPhysical(ulong virtualAddress) => Translate(PhysicalPages, virtualAddress);

    // PAR_EL1 carries attributes around the address; they must not be taken for a part of it.
    private static AddressTranslation Translate(Dictionary<ulong, ulong> pages, ulong virtualAddress) =>
        new(pages.TryGetValue(virtualAddress & ~PageMask, out ulong page) ? page | 0xff00_0000_0000_0b80 : 0x809);
}
