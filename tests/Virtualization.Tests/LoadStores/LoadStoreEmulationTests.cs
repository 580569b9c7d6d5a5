using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Registers and addresses. What a load leaves of what a store stored, and what is not carried out, stand in files of their own.</summary>
public sealed partial class LoadStoreEmulationTests : IDisposable
{
    private const uint TranslationFault = 0x07;
    private const uint Write = 1 << 6;
    private const uint CacheMaintenance = 1 << 8;
    private const uint LoadBit = 1 << 22;

    private const ulong Code = 0xffff_8000_0008_0000;
    private const ulong CodePage = 0x4007_3000;
    private const ulong Device = 0xffff_0000_0000_1000;
    private const ulong FirstPage = 0x0b00_0000;
    private const ulong SecondPage = 0x0c00_0000;
    private const ulong Tag = 0x5aul << 56;

    private readonly FakePhysicalMemory _physical = new(bytes: 1 << 20);
    private readonly TrapTable _traps = new();
    private readonly FakeGuestRegisters _registers = new();
    private readonly FakeGuestMemory _memory = new();
    private readonly FakeGuestSimd _simd = new();
    private readonly List<string> _accesses = [];
    private readonly ByteDevice _device;
    private readonly ByteDevice _second;
    private TrapFrame _frame;

    public LoadStoreEmulationTests()
    {
        _device = new(FirstPage, _accesses);
        _second = new(SecondPage, _accesses);
        for (int i = 0; i < ByteDevice.PageBytes; i++) _device.Content[i] = (byte)(0x81 + i);
        _registers[GuestRegister.Vbar] = GuestTrap.Vbar;
        _registers.GuestPhysicalPages[Code] = CodePage;
        _registers.GuestPhysicalPages[Device] = FirstPage;
        FakeProcessor processor = new();
        FakeCounter counter = new();
        MadeUpCluster cluster = new(1, 1);
        NodeCounters counters = new(processor);
        TrapLog log = new(new RecordingLog(), counter);
        MmioBus bus = new([_device, _second]);
        MmioForwarding forwarding = new(
            bus, new LoopbackMessenger().Connect(cluster), cluster, new VcpuTopology(cluster, processor), processor, new RemoteCalls(cluster, new FakeWaits(counter), processor, new FakeInterruptController()), new FakeCaches(), counters, log);
        InstructionFetch instructions = new(_registers, _physical, _memory);
        DeviceAccess devices = new(forwarding, _registers);
        LoadStoreEmulation decoded = new(instructions, devices, _registers, _simd, _memory);
        new DataAbortHandler(
            _traps, _memory, new FaultAddress(_registers), new FaultKind(_registers, instructions), new AccessEmulation(devices), decoded, new ExceptionInjection(_registers, counters), log).Initialize();
        _frame = GuestTrap.At(Code);
        for (int i = 0; i < 31; i++) _frame.X[i] = 0x1111_1111_1111_1111ul * (ulong)(i % 16);
        for (int i = 0; i < 64; i++) _frame.Q[i] = 0xa0a0_b0b0_c0c0_d000ul + (ulong)i;
        _frame.X[1] = Device + 0x20;
    }

    public void Dispose() => _physical.Dispose();

    [Theory]
    [InlineData(0xb8404420u, 0u, 0, 0)] // ldr w0, [x1], #4
    [InlineData(0xbd400023u, 0u, 1, 1)] // ldr s3, [x1]
    [InlineData(0xbd000023u, Write, 1, 0)] // str s3, [x1]
    public void SIMD_registers_that_the_frame_lacks_are_asked_for_when_they_are_needed(uint instruction, uint iss, int completed, int restored)
    {
        Run(instruction, TranslationFault | iss, 0, null, null);
        Assert.Single(_accesses);
        Assert.Equal((completed, restored), (_simd.Completed, _simd.Restored));
    }

    [Theory]
    [InlineData(0xb8404420u, 0, 0xa4a3_a2a1ul, 4)] // ldr w0, [x1], #4
    [InlineData(0xb8404c20u, 4, 0xa8a7_a6a5ul, 4)] // ldr w0, [x1, #4]!
    [InlineData(0x38c01420u, 0, 0xffff_ffa1ul, 1)] // ldrsb w0, [x1], #1
    [InlineData(0x78802420u, 0, 0xffff_ffff_ffff_a2a1ul, 2)] // ldrsh x0, [x1], #2
    [InlineData(0xb8400820u, 0, 0xa4a3_a2a1ul, 0)] // ldtr w0, [x1]
    public void A_load_fills_its_register_and_moves_its_base(uint instruction, int offset, ulong value, int step)
    {
        Load(instruction, offset);
        Assert.Equal((value, Device + 0x20 + (ulong)step, Code + 4), (_frame.X[0], _frame.X[1], _frame.Elr));
        Assert.Single(_accesses);
    }

    [Theory]
    [InlineData(0x29400820u, 0xa4a3_a2a1ul, 0xa8a7_a6a5ul, 4)] // ldp w0, w2, [x1]
    [InlineData(0x69400820u, 0xffff_ffff_a4a3_a2a1ul, 0xffff_ffff_a8a7_a6a5ul, 4)] // ldpsw x0, x2, [x1]
    [InlineData(0x28400820u, 0xa4a3_a2a1ul, 0xa8a7_a6a5ul, 4)] // ldnp w0, w2, [x1]
    public void A_pair_is_two_accesses_in_order(uint instruction, ulong first, ulong second, int bytes)
    {
        Load(instruction);
        Assert.Equal((first, second), (_frame.X[0], _frame.X[2]));
        Assert.Equal([$"read {bytes} at b000020", $"read {bytes} at {FirstPage + 0x20 + (ulong)bytes:x}"], _accesses);
    }

    [Fact]
    public void The_access_that_faulted_may_be_any_of_a_pair()
    {
        Load(0xa9c10820, offset: 0x18); // ldp x0, x2, [x1, #16]!
        Assert.Equal((Device + 0x30, 0xb8b7_b6b5_b4b3_b2b1ul), (_frame.X[1], _frame.X[0]));
    }

    [Fact]
    public void A_store_writes_what_its_registers_hold_and_the_zero_register_zero()
    {
        Store(0x28bf7c20); // stp w0, wzr, [x1], #-8
        Assert.Equal(["write 4 at b000020: 0", "write 4 at b000024: 0"], _accesses);
        Assert.Equal(Device + 0x18, _frame.X[1]);
    }

    [Fact]
    public void A_stored_base_is_what_it_was_before()
    {
        Store(0xf8008421); // str x1, [x1], #8
        Assert.Equal([$"write 8 at b000020: {Device + 0x20:x}"], _accesses);
        Assert.Equal(Device + 0x28, _frame.X[1]);
    }

    [Theory]
    [InlineData(GuestTrap.El1h, GuestRegister.SpEl1)]
    [InlineData(GuestTrap.El1h - 1, GuestRegister.SpEl0)]
    [InlineData(GuestTrap.El0, GuestRegister.SpEl0)]
    public void The_base_31_is_the_stack_pointer_of_the_exception_level(ulong spsr, GuestRegister stackPointer)
    {
        _frame.Spsr = spsr;
        _registers[stackPointer] = Device + 0x20;
        Load(0xb84087ff); // ldr wzr, [sp], #8
        Assert.Equal(Device + 0x28, _registers[stackPointer]);
        Assert.Equal(["read 4 at b000020"], _accesses);
    }

    [Fact]
    public void A_SIMD_load_clears_the_rest_of_its_register()
    {
        Load(0xbd400023); // ldr s3, [x1]
        Assert.Equal((0xa4a3_a2a1ul, 0ul), (_frame.Q[6], _frame.Q[7]));
    }

    [Fact]
    public void Sixteen_bytes_are_two_accesses()
    {
        Load(0x3dc00023); // ldr q3, [x1]
        Assert.Equal((0xa8a7_a6a5_a4a3_a2a1ul, 0xb0af_aead_acab_aaa9ul), (_frame.Q[6], _frame.Q[7]));
        Assert.Equal(["read 8 at b000020", "read 8 at b000028"], _accesses);
    }

    [Fact]
    public void A_big_endian_guest_finds_the_upper_half_first()
    {
        _registers[GuestRegister.Sctlr] = 1ul << 25;
        Load(0x3dc00023);
        Assert.Equal((0xa9aa_abac_adae_afb0ul, 0xa1a2_a3a4_a5a6_a7a8ul), (_frame.Q[6], _frame.Q[7]));
    }

    [Theory]
    [InlineData(GuestTrap.El1h, 1ul << 25, 0xa1a2_a3a4ul)]
    [InlineData(GuestTrap.El1h, 1ul << 24, 0xa4a3_a2a1ul)]
    [InlineData(GuestTrap.El0, 1ul << 24, 0xa1a2_a3a4ul)]
    [InlineData(GuestTrap.El0, 1ul << 25, 0xa4a3_a2a1ul)]
    public void Bytes_have_the_order_of_the_exception_level(ulong spsr, ulong sctlr, ulong expected)
    {
        _frame.Spsr = spsr;
        _registers[GuestRegister.Sctlr] = sctlr;
        Load(0xb8404420);
        Assert.Equal(expected, _frame.X[0]);
    }

    [Fact]
    public void Bytes_of_what_the_syndrome_describes_have_that_order_too()
    {
        const uint HalfWordOfX5 = (1u << 24) | (1 << 22) | (5 << 16);
        _registers[GuestRegister.Sctlr] = 1ul << 25;
        Trap(TranslationFault | HalfWordOfX5, 0x20);
        Assert.Equal(0xa1a2ul, _frame.X[5]);
        Trap(TranslationFault | HalfWordOfX5 | Write, 0x20);
        Assert.Equal(["read 2 at b000020", "write 2 at b000020: a2a1"], _accesses);
    }

    [Fact]
    public void Structures_are_dealt_out_to_registers()
    {
        _frame.X[2] = 0x100;
        Load(0x0cc2003e); // ld4 { v30.8b, v31.8b, v0.8b, v1.8b }, [x1], x2
        Assert.Equal((0xbdb9_b5b1_ada9_a5a1ul, 0ul), (_frame.Q[60], _frame.Q[61]));
        Assert.Equal((0xc0bc_b8b4_b0ac_a8a4ul, 0ul), (_frame.Q[2], _frame.Q[3]));
        Assert.Equal(Device + 0x120, _frame.X[1]);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => $"read 1 at {FirstPage + 0x20 + (ulong)i:x}"), _accesses);
    }

    [Fact]
    public void A_lane_is_loaded_alone_and_all_lanes_alike()
    {
        Load(0x4ddf4823); // ld1 { v3.h }[5], [x1], #2
        Assert.Equal((0xa0a0_b0b0_c0c0_d006ul, 0xa0a0_b0b0_a2a1_d007ul), (_frame.Q[6], _frame.Q[7]));
        _frame.X[1] -= 2;
        Load(0x4d40c823); // ld1r { v3.4s }, [x1]
        Assert.Equal((0xa4a3_a2a1_a4a3_a2a1ul, 0xa4a3_a2a1_a4a3_a2a1ul), (_frame.Q[6], _frame.Q[7]));
    }

    [Fact]
    public void An_index_is_extended_and_shifted()
    {
        _frame.X[2] = 0xffff_fffe;
        Load(0xb862d820, offset: -8); // ldr w0, [x1, w2, sxtw #2]
        Assert.Equal(0x9c9b_9a99ul, _frame.X[0]);
    }

    private void Load(uint instruction, int offset = 0, ulong? at = null, ulong? ipa = null) => Run(instruction, TranslationFault, offset, at, ipa);

    private void Store(uint instruction, int offset = 0, ulong? at = null, ulong? ipa = null) => Run(instruction, TranslationFault | Write, offset, at, ipa);

    private void Run(uint instruction, uint iss, int offset, ulong? at, ulong? ipa)
    {
        ulong far = at ?? (Device + 0x20 + (ulong)offset);
        Execute(instruction, iss, far, ipa ?? (FirstPage + (far & 0xfff)));
    }

    private void Execute(uint instruction, uint iss, ulong far, ulong ipa)
    {
        _memory.Words[CodePage] = instruction;
        _frame.Elr = Code;
        _frame.Esr = ((ulong)ExceptionClass.DataAbortLower << 26) | (1ul << 25) | iss;
        _frame.Far = far;
        _frame.Hpfar = (ipa >> 12) << 4;
        _traps.Dispatch(ref _frame);
    }

    private void Trap(uint iss, uint offset)
    {
        _frame.Elr = Code;
        _frame.Esr = ((ulong)ExceptionClass.DataAbortLower << 26) | (1ul << 25) | iss;
        _frame.Far = Device + offset;
        _frame.Hpfar = (FirstPage >> 12) << 4;
        _traps.Dispatch(ref _frame);
    }
}
