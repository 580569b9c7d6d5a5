using System;
using System.Runtime.InteropServices;
using Pilevisor.Coherence;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class AbortHandlerTests : IDisposable
{
    private const uint TranslationFault = 0x07;
    private const uint PermissionFault = 0x0f;
    private const uint ExternalAbort = 0x10;
    private const uint Write = 1 << 6;
    private const uint Walk = 1 << 7;
    private const uint CacheMaintenance = 1 << 8;
    private const uint IssValid = 1 << 24;
    private const uint WordAccess = IssValid | (2 << 22);
    private const uint Register5 = 5 << 16;

    private const uint LoadExclusive = 0xc85f7c20;

    private const ulong Ram = 0x4001_2000;
    private const ulong Far = 0xffff_0000_0000_0120;
    private const ulong CodePage = 0xffff_8000_0008_0000;
    private const ulong Nowhere = 0x3000_0000;

    private readonly FakePhysicalMemory _physical = new(bytes: 1 << 20);
    private readonly TrapTable _traps = new();
    private readonly FakeGuestRegisters _registers = new();
    private readonly FakeGuestMemory _memory = new();
    private readonly NodeCounters _counters = new(new FakeProcessor());
    private readonly RecordingLog _log = new();
    private readonly RegisterFile _device = new();

    public AbortHandlerTests()
    {
        _registers[GuestRegister.Vbar] = GuestTrap.Vbar;
        ExceptionInjection injection = new(_registers, _counters);
        FaultAddress addresses = new(_registers);
        FaultKind kinds = new(_registers, new InstructionFetch(_registers, _physical, _memory));
        MadeUpCluster cluster = new(1, 1);
        FakeProcessor processor = new();
        FakeCounter counter = new();
        TrapLog log = new(_log, counter);
        MmioBus bus = new([_device]);
        MmioForwarding devices = new(
            bus, new LoopbackMessenger().Connect(cluster), cluster, new VcpuTopology(cluster, processor), processor, new RemoteCalls(cluster, new FakeWaits(counter), processor, new FakeInterruptController()), new FakeCaches(), _counters, log);
        DeviceAccess access = new(devices, _registers);
        LoadStoreEmulation decoded = new(new InstructionFetch(_registers, _physical, _memory), access, _registers, new FakeGuestSimd(), _memory);
        new DataAbortHandler(_traps, _memory, addresses, kinds, new AccessEmulation(access), decoded, injection, log).Initialize();
        new InstructionAbortHandler(_traps, _memory, addresses, kinds, injection, log).Initialize();
    }

    public void Dispose() => _physical.Dispose();

    [Theory]
    [InlineData(TranslationFault, AccessKind.Read)]
    [InlineData(TranslationFault | Write, AccessKind.Write)]
    [InlineData(TranslationFault | Write | CacheMaintenance, AccessKind.Read)] // DC CVAC and its like
    [InlineData(TranslationFault | Walk, AccessKind.Read)]
    public void A_missing_page_is_fetched_for_what_the_guest_wants(uint iss, AccessKind kind)
    {
        TrapFrame frame = DataAbort(iss, Ram);
        Assert.Equal((Ram, kind), Assert.Single(_memory.Resolved));
        Assert.Equal(CodePage, frame.Elr);
    }

    [Theory]
    [InlineData(PermissionFault | Write)]
    [InlineData(PermissionFault | Write | CacheMaintenance)] // DC IVAC needs to write
    public void A_permission_that_is_missing_is_that_to_write(uint iss)
    {
        _registers.GuestPhysicalPages[Far & ~0xffful] = Ram;
        DataAbort(iss, ipa: 0xdead_f000); // HPFAR_EL2 is unknown for a permission fault
        Assert.Equal((Ram, AccessKind.Write), Assert.Single(_memory.Resolved));
    }

    [Fact]
    public void A_permission_fault_whose_translation_went_away_is_tried_again()
    {
        TrapFrame frame = DataAbort(PermissionFault | Write, ipa: 0xdead_f000);
        Assert.Empty(_memory.Resolved);
        Assert.Equal(CodePage, frame.Elr);
        Assert.Equal(0ul, _counters[Counter.ExternalAborts]);
    }

    [Fact]
    public void A_walk_writes_where_the_CPU_sets_access_flags()
    {
        _registers[GuestRegister.Tcr] = 1ul << 39;
        DataAbort(TranslationFault | Walk, Ram);
        InstructionAbort(TranslationFault | Walk, Ram);
        Assert.Equal([(Ram, AccessKind.Write), (Ram, AccessKind.Write)], _memory.Resolved);
    }

    [Fact]
    public void A_walk_through_a_page_that_may_only_be_read_here_writes()
    {
        DataAbort(PermissionFault | Walk, Ram);
        Assert.Equal((Ram, AccessKind.Write), Assert.Single(_memory.Resolved));
    }

    [Theory]
    [InlineData(0xc85f7c20u, AccessKind.Write)] // ldxr
    [InlineData(0xb8e00041u, AccessKind.Write)] // ldaddal
    [InlineData(0xa9400440u, AccessKind.Read)] // ldp
    public void The_instruction_tells_exclusive_loads(uint instruction, AccessKind kind)
    {
        PlaceCode(instruction);
        DataAbort(TranslationFault, Ram);
        Assert.Equal((Ram, kind), Assert.Single(_memory.Resolved));
    }

    [Fact]
    public void A_plain_load_needs_no_look_at_its_instruction()
    {
        PlaceCode(0xc85f7c20);
        DataAbort(TranslationFault | WordAccess, Ram);
        Assert.Equal((Ram, AccessKind.Read), Assert.Single(_memory.Resolved));
    }

    [Fact]
    public void AArch32_code_is_not_taken_for_A64()
    {
        PlaceCode(0xc85f7c20);
        DataAbort(TranslationFault, Ram, GuestTrap.AArch32User);
        Assert.Equal((Ram, AccessKind.Read), Assert.Single(_memory.Resolved));
    }

    [Fact]
    public void A_fetch_of_code_reads_its_page()
    {
        InstructionAbort(TranslationFault, Ram);
        Assert.Equal((Ram, AccessKind.Read), Assert.Single(_memory.Resolved));
    }

    [Fact]
    public void A_load_from_a_device_is_carried_out()
    {
        _device.Value = 0x1234_5678;
        TrapFrame frame = DataAbort(TranslationFault | WordAccess | Register5, RegisterFile.Address + 0x120);
        Assert.Equal(0x1234_5678ul, frame.X[5]);
        Assert.Equal(CodePage + 4, frame.Elr);
        Assert.Equal((0x120u, 4), (_device.LastOffset, _device.LastBytes));
    }

    [Fact]
    public void A_store_to_a_device_is_carried_out_with_its_width()
    {
        TrapFrame frame = GuestTrap.Fault(ExceptionClass.DataAbortLower, TranslationFault | IssValid | (1 << 22) | Register5 | Write, RegisterFile.Address + 0x120, Far);
        frame.X[5] = 0xffff_ffff_1234_5678;
        _traps.Dispatch(ref frame);
        Assert.Equal(0x5678ul, _device.Value);
        Assert.Equal(CodePage + 4, frame.Elr);
    }

    [Fact]
    public void A_single_step_ends_behind_an_access_to_a_device()
    {
        TrapFrame frame = DataAbort(TranslationFault | WordAccess, RegisterFile.Address + 0x120, GuestTrap.El1h | (1ul << 21) | (1ul << 10));
        Assert.Equal(GuestTrap.El1h, frame.Spsr);
    }

    [Theory]
    [InlineData(TranslationFault | WordAccess, Nowhere)]
    [InlineData(TranslationFault | Write, Nowhere)]
    [InlineData(TranslationFault | WordAccess, 0x100_4001_2000ul)] // beyond 40 bits
    [InlineData(TranslationFault, RegisterFile.Address)] // no syndrome: an exclusive load from a device, say
    [InlineData(TranslationFault | Walk, RegisterFile.Address)] // page tables in a device
    [InlineData(TranslationFault | WordAccess, RegisterFile.Address + RegisterFile.Missing)]
    [InlineData(ExternalAbort, Ram)]
    [InlineData(0u, Ram)] // address size
    public void Everything_else_gets_an_external_abort(uint iss, ulong ipa)
    {
        _registers.GuestPhysicalPages[CodePage] = Ram & ~0xffful;
        _memory.Words[Ram & ~0xffful] = LoadExclusive;
        ulong far = (Far & ~0xffful) | (ipa & 0xfff);
        TrapFrame frame = DataAbort(iss, ipa, far: far);
        Assert.Equal(GuestTrap.Vbar + 0x200, frame.Elr);
        Assert.Equal(0x10ul, _registers[GuestRegister.Esr] & 0x3f);
        Assert.Equal(far, _registers[GuestRegister.Far]);
        Assert.Equal(1ul, _counters[Counter.ExternalAborts]);
        Assert.Empty(_memory.Resolved);
        Assert.Single(_log.Lines);
    }

    [Fact]
    public void A_store_to_a_device_by_AArch32_gets_an_external_abort()
    {
        TrapFrame frame = DataAbort(TranslationFault | WordAccess | Write, RegisterFile.Address, GuestTrap.AArch32User);
        Assert.Equal(GuestTrap.Vbar + 0x600, frame.Elr);
    }

    [Fact]
    public void Devices_hold_no_code()
    {
        TrapFrame frame = InstructionAbort(TranslationFault, RegisterFile.Address);
        Assert.Equal(GuestTrap.Vbar + 0x200, frame.Elr);
        Assert.Equal(0x21ul, _registers[GuestRegister.Esr] >> 26);
    }

    private TrapFrame DataAbort(uint iss, ulong ipa, ulong spsr = GuestTrap.El1h, ulong far = Far)
    {
        TrapFrame frame = GuestTrap.Fault(ExceptionClass.DataAbortLower, iss, ipa, far, spsr);
        _traps.Dispatch(ref frame);
        return frame;
    }

    private TrapFrame InstructionAbort(uint iss, ulong ipa)
    {
        TrapFrame frame = GuestTrap.Fault(ExceptionClass.InstructionAbortLower, iss, ipa, Far);
        _traps.Dispatch(ref frame);
        return frame;
    }

    private unsafe void PlaceCode(uint instruction)
    {
        PhysicalAddress page = _physical.Allocate(4096, 4096, "code");
        MemoryMarshal.Write(new Span<byte>(_physical.Pointer(page), 4), in instruction);
        _registers.PhysicalPages[CodePage] = page.Value;
    }
}
