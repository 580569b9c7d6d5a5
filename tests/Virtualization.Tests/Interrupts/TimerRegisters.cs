using System;
using Pilevisor.Fakes;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>The guest's virtual timer of each CPU, as far as its interrupt line goes; nobody asks for another register.</summary>
/// <param name="processor">Which CPU asks.</param>
/// <param name="lines">Whether each CPU's line is high.</param>
internal sealed class TimerRegisters(FakeProcessor processor, bool[] lines) : IGuestRegisters
{
    // CNTV_CTL_EL0: ENABLE, and ISTATUS while the condition is met.
    public ulong Read(GuestRegister register) => register == GuestRegister.CntvCtl ? lines[processor.Current.Value] ? 5u : 1u : throw new NotSupportedException();

    public void Write(GuestRegister register, ulong value) => throw new NotSupportedException();

    public ulong ReadIdentification(int crm, int op2) => throw new NotSupportedException();

    public AddressTranslation TranslateToGuestPhysical(ulong virtualAddress) => throw new NotSupportedException();

    public AddressTranslation TranslateToGuestPhysical(ulong virtualAddress, bool isPrivileged, bool isWrite) => throw new NotSupportedException();

    public AddressTranslation TranslateToPhysical(ulong virtualAddress) => throw new NotSupportedException();
}
