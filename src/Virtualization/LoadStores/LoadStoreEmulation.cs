using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// Carries out a guest's load from or store to devices in the guest's place where the syndrome does not describe it (ISV = 0): with write-back, of pairs, of SIMD registers. The instruction is fetched and decoded; its
/// accesses to memory are made once each, in the order of their addresses; registers change once all of them have succeeded.
/// </summary>
/// <param name="instructions">Fetches the instruction.</param>
/// <param name="devices">The devices, as the guest's CPU sees them.</param>
/// <param name="registers">The guest's stack pointers and its translation.</param>
/// <param name="simd">Has the guest's SIMD registers.</param>
/// <param name="memory">Tells RAM from devices.</param>
public sealed class LoadStoreEmulation(InstructionFetch instructions, DeviceAccess devices, IGuestRegisters registers, IGuestSimd simd, IGuestMemory memory)
{
    private const ulong OffsetBits = GranuleNumber.Bytes - 1;
    private const int StackPointer = 31;

    // What TBI takes from an address is no part of it; FAR_EL2 holds an address as the instruction gave it.
    private const ulong TagBits = 0xfful << 56;

    /// <summary>Executes the instruction whose access to <paramref name="address"/> trapped.</summary>
    /// <param name="frame">The guest's context. FAR is moved to the access that fails, if one does.</param>
    /// <param name="abort">How it trapped.</param>
    /// <param name="address">The guest-physical address of FAR: no RAM.</param>
    /// <param name="faultStatus">For <see cref="LoadStoreOutcome.Faults"/>: DFSC.</param>
    public LoadStoreOutcome Execute(ref TrapFrame frame, AbortSyndrome abort, GuestPhysicalAddress address, out uint faultStatus)
    {
        faultStatus = 0;
        if (abort.HasAccess || abort.IsCacheMaintenance || abort.FarIsNotValid || new ProcessorState(frame.Spsr).IsAArch32) return LoadStoreOutcome.Refused;
        if (!instructions.TryFetch(frame.Elr, out uint instruction)) return LoadStoreOutcome.TryAgain;
        if (!LoadStoreDecoder.TryDecode(instruction, out LoadStore access) || access.IsLoad == abort.IsWrite) return LoadStoreOutcome.Refused;

        ulong baseValue = BaseOf(in access, in frame);
        ulong index = frame.Read(access.Index);
        LoadStorePlace place = new(access.Address(baseValue, index), frame.Far, address);
        bool isExpected = ((frame.Far - place.Start) & ~TagBits) < (ulong)access.Bytes && place.Start % (ulong)access.PieceBytes == 0;
        if (!isExpected) return LoadStoreOutcome.Refused;
        LoadStoreOutcome outcome = FindOtherPage(in access, ref frame, ref place, out faultStatus);
        if (outcome != LoadStoreOutcome.Executed) return outcome;

        TransferPieces pieces = default;
        bool isBigEndian = devices.IsBigEndian(in frame);
        bool isSimd = access.Target != LoadStoreTarget.General;
        if (isSimd) simd.Complete(ref frame);
        if (!access.IsLoad) LoadStoreRegisters.Gather(in access, in frame, isBigEndian, ref pieces);
        if (!TryTransfer(in access, ref frame, in place, ref pieces)) return LoadStoreOutcome.Refused;
        // Where a register is base and destination, the load wins (constrained unpredictable: Arm ARM, K1.2.2).
        if (access.WritesBack) WriteBack(in access, ref frame, access.NewBase(baseValue, index));
        if (access.IsLoad) LoadStoreRegisters.Scatter(in access, ref frame, isBigEndian, in pieces);
        if (access.IsLoad && isSimd) simd.Restore(in frame);
        frame.SkipInstruction();
        return LoadStoreOutcome.Executed;
    }

    // What faulted lies in one page; the other, if there is one, is translated as the guest's own access would be.
    private LoadStoreOutcome FindOtherPage(in LoadStore access, ref TrapFrame frame, ref LoadStorePlace place, out uint faultStatus)
    {
        faultStatus = 0;
        if (!place.TryGetOtherPage((ulong)access.Bytes, out ulong other)) return LoadStoreOutcome.Executed;
        AddressTranslation translation = registers.TranslateToGuestPhysical(other, new ProcessorState(frame.Spsr).IsEl1 && !access.IsUnprivileged, !access.IsLoad);
        if (translation.HasFailedAtStage2 && translation.HasFailed) return LoadStoreOutcome.Refused;
        if (translation.HasFailed)
        {
            frame.Far = other;
            faultStatus = translation.FaultStatus;
            return LoadStoreOutcome.Faults;
        }
        place.SetOtherPage(new GuestPhysicalAddress(translation.Page));
        // Device and memory in one access: constrained unpredictable (Arm ARM, K1.2.6).
        return memory.Holds(place.OtherPage) ? LoadStoreOutcome.Refused : LoadStoreOutcome.Executed;
    }

    private bool TryTransfer(in LoadStore access, ref TrapFrame frame, in LoadStorePlace place, ref TransferPieces pieces)
    {
        for (int piece = 0; piece < access.Pieces; piece++)
        {
            ulong virtualAddress = place.Start + (ulong)(piece * access.PieceBytes);
            GuestPhysicalAddress address = place.AddressOf(virtualAddress);
            bool exists = access.IsLoad
                ? devices.TryRead(in frame, address, access.PieceBytes, out pieces[piece])
                : devices.TryWrite(in frame, address, access.PieceBytes, pieces[piece]);
            if (exists) continue;
            frame.Far = virtualAddress;
            return false;
        }
        return true;
    }

    private ulong BaseOf(in LoadStore access, in TrapFrame frame)
    {
        if (access.Form == AddressForm.Literal) return frame.Elr;
        return access.Base == StackPointer ? registers.Read(StackPointerOf(in frame)) : frame.X[access.Base];
    }

    private void WriteBack(in LoadStore access, ref TrapFrame frame, ulong value)
    {
        if (access.Base == StackPointer) registers.Write(StackPointerOf(in frame), value);
        else frame.X[access.Base] = value;
    }

    private static GuestRegister StackPointerOf(in TrapFrame frame) => new ProcessorState(frame.Spsr).UsesSpEl1 ? GuestRegister.SpEl1 : GuestRegister.SpEl0;
}
