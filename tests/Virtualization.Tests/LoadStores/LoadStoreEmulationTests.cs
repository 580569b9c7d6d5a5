using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Coherence;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class LoadStoreEmulationTests : IDisposable
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
    private readonly FakeTrapTable _traps = new();
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
        MmioBus bus = new();
        bus.Add(_device);
        bus.Add(_second);
        MmioForwarding forwarding = new(
            bus, new LoopbackMessenger().Connect(cluster), cluster, new VcpuTopology(cluster, processor), processor, new FakeWaits(counter), new FakeInterruptController(), new FakeCaches(), counters, log);
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

    [Fact]
    public void What_was_stored_is_loaded_by_the_instruction_of_the_same_form()
    {
        const int Seed = 7;
        Random random = new(Seed);
        int tried = 0;
        for (int i = 0; i < 400_000; i++)
        {
            // A store with the base x1, and data from register 2 on.
            uint word = ((uint)random.NextInt64(1L << 32) & 0xf5bf_fc00) | 0x0800_0020 | (2u + (uint)random.Next(20));
            bool isStore = LoadStoreDecoder.TryDecode(word, out LoadStore store) && !store.IsLoad;
            if (!isStore || !LoadStoreDecoder.TryDecode(word | LoadBit, out LoadStore load) || load.Elements != store.Elements || load.Target != store.Target || load.SignExtends) continue;
            bool usesBaseOtherwise = store.Index == 1 || (IsGeneral(store) && store.Second == 1) || store.Second == store.First;
            bool usesIndexOtherwise = IsGeneral(store) && store.Index == store.First;
            if (usesBaseOtherwise || usesIndexOtherwise) continue;
            tried++;
            RoundTrip(word, store, random);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{tried} stores and loads, seed {Seed}");
        Assert.InRange(tried, 5_000, int.MaxValue);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_pages_of_devices_need_not_lie_side_by_side(bool secondFaults)
    {
        _registers.GuestPhysicalPages[Device + 0x1000] = SecondPage;
        _frame.X[1] = Device + 0xff0;
        Store(0xad001023, at: Device + (secondFaults ? 0x1008 : 0xff0ul), ipa: secondFaults ? SecondPage : FirstPage); // stp q3, q4, [x1]
        string[] expected = ["write 8 at b000ff0: a0a0b0b0c0c0d006", "write 8 at b000ff8: a0a0b0b0c0c0d007", "write 8 at c000000: a0a0b0b0c0c0d008", "write 8 at c000008: a0a0b0b0c0c0d009"];
        Assert.Equal(expected, _accesses);
        Assert.Equal(Code + 4, _frame.Elr);
    }

    [Fact]
    public void Memory_and_a_device_in_one_access_get_an_external_abort()
    {
        _registers.GuestPhysicalPages[Device + 0x1000] = CodePage;
        _frame.X[1] = Device + 0xff8;
        Load(0xa9400821, at: Device + 0xff8); // ldp x1, x2, [x1]
        Assert.Empty(_accesses);
        Assert.Equal(0x10ul, _registers[GuestRegister.Esr] & 0x3f);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_page_that_the_guest_does_not_map_is_its_own_fault(bool isMapped)
    {
        if (isMapped)
        {
            _registers.GuestPhysicalPages[Device + 0x1000] = SecondPage;
            _registers.Refused.Add((true, false));
        }
        _frame.X[1] = Device + 0xff8;
        Load(0xa9400821, at: Device + 0xff8); // ldp x1, x2, [x1]
        Assert.Empty(_accesses);
        Assert.Equal(Device + 0x1000, _registers[GuestRegister.Far]);
        Assert.Equal((0x25ul << 26) | (1ul << 25) | (isMapped ? 0x0ful : 0x04ul), _registers[GuestRegister.Esr]);
    }

    [Theory]
    [InlineData(0xb8400820u, false)] // ldtr w0, [x1]: within a page its own translation is not asked again
    [InlineData(0xa9400821u, true)]
    public void Rights_are_those_of_the_exception_level(uint instruction, bool isRefused)
    {
        _frame.Spsr = GuestTrap.El0;
        _registers.GuestPhysicalPages[Device + 0x1000] = SecondPage;
        _registers.Refused.Add((false, false));
        _frame.X[1] = isRefused ? Device + 0xff8 : Device + 0x20;
        Load(instruction, at: _frame.X[1]);
        Assert.Equal(isRefused ? GuestTrap.Vbar + 0x400 : Code + 4, _frame.Elr);
    }

    [Fact]
    public void A_register_that_does_not_exist_leaves_all_registers_as_they_were()
    {
        _frame.X[1] = Device + ByteDevice.Missing - 8;
        Load(0xa8c10820, at: _frame.X[1]); // ldp x0, x2, [x1], #16
        Assert.Equal(["read 8 at b0007f8", "read 8 at b000800"], _accesses);
        Assert.Equal((0ul, 0x2222_2222_2222_2222ul, Device + ByteDevice.Missing - 8), (_frame.X[0], _frame.X[2], _frame.X[1]));
        Assert.Equal(Device + ByteDevice.Missing, _registers[GuestRegister.Far]);
        Assert.Equal(0x10ul, _registers[GuestRegister.Esr] & 0x3f);
    }

    [Fact]
    public void Tags_in_an_address_are_none_of_it()
    {
        _frame.X[1] |= Tag;
        Load(0xb8404420, at: Device + 0x20 | Tag);
        Assert.Equal((0xa4a3_a2a1ul, (Device + 0x24) | Tag), (_frame.X[0], _frame.X[1]));
    }

    [Fact]
    public void Code_that_is_elsewhere_is_brought_here()
    {
        _memory.Elsewhere.Add(CodePage);
        Load(0xb8404420);
        Assert.Equal([(CodePage, AccessKind.Read)], _memory.Resolved);
        Assert.Equal(Code + 4, _frame.Elr);
    }

    [Fact]
    public void Code_that_the_guest_no_longer_maps_is_fetched_again_by_the_guest()
    {
        _registers.GuestPhysicalPages.Remove(Code);
        Load(0xb8404420);
        Assert.Empty(_accesses);
        Assert.Equal(Code, _frame.Elr);
    }

    [Theory]
    [InlineData(0x885f7c20u, 0u)] // ldxr w0, [x1]
    [InlineData(0x887f8820u, 0u)] // ldaxp w0, w2, [x1]
    [InlineData(0x88007c22u, Write)] // stxr w0, w2, [x1]
    [InlineData(0xb8200022u, 0u)] // ldadd w0, w2, [x1]
    [InlineData(0xd50b7421u, Write)] // dc zva, x1
    [InlineData(0xd50b7b21u, Write | CacheMaintenance)] // dc cvau, x1
    [InlineData(0xb8404420u, Write)] // a load that reports as a store: the code has changed
    [InlineData(0xb8408c20u, 0u)] // ldr w0, [x1, #8]!, which does not access where it faulted
    public void What_cannot_be_carried_out_gets_an_external_abort(uint instruction, uint iss)
    {
        Execute(instruction, TranslationFault | iss, Device + 0x20, FirstPage + 0x20);
        Assert.Empty(_accesses);
        Assert.Equal(GuestTrap.Vbar + 0x200, _frame.Elr);
        Assert.Equal(0x10ul, _registers[GuestRegister.Esr] & 0x3f);
    }

    private static bool IsGeneral(LoadStore access) => access.Target == LoadStoreTarget.General;

    private void RoundTrip(uint word, LoadStore store, Random random)
    {
        _accesses.Clear();
        for (int i = 0; i < 31; i++) _frame.X[i] = (ulong)random.NextInt64();
        for (int i = 0; i < 64; i++) _frame.Q[i] = (ulong)random.NextInt64();
        if (store.Index < 31) _frame.X[store.Index] = (ulong)random.Next(4) * 16;
        ulong start = Device + 0x400 + ((ulong)random.Next(8) * 64);
        _frame.X[1] = start - store.Address(0, _frame.Read(store.Index));
        TrapFrame before = _frame;
        Store(word, at: start);
        ulong newBase = _frame.X[1];
        _frame = before;
        foreach (int register in Registers(store))
        {
            if (IsGeneral(store)) _frame.Write(register, 0x5555);
            else if (store.Target != LoadStoreTarget.Lane) _frame.WriteLane(register, 0, 8, 0x5555);
            else _frame.WriteLane(register, store.Lane, store.ElementBytes, 0x55);
        }
        Load(word | LoadBit, at: start);
        Assert.Equal((newBase, Code + 4, 2 * store.Pieces), (_frame.X[1], _frame.Elr, _accesses.Count));
        foreach (int register in Registers(store)) Assert.True(Holds(store, before, register) == Holds(store, _frame, register), $"{word:x8}, register {register}");
    }

    private static IEnumerable<int> Registers(LoadStore store) => store.Target switch
    {
        LoadStoreTarget.General or LoadStoreTarget.Simd => store.Elements == 2 ? [store.First, store.Second] : [store.First],
        LoadStoreTarget.Lane => Enumerable.Range(store.First, store.StructureElements).Select(register => register % 32),
        _ => Enumerable.Range(store.First, store.Elements / store.Lanes).Select(register => register % 32),
    };

    // As much of a register as the access transfers, and what a load leaves of the rest.
    private static (ulong Low, ulong High) Holds(LoadStore store, TrapFrame frame, int register)
    {
        if (IsGeneral(store)) return (store.Extended(frame.Read(register)), 0);
        ulong low = frame.ReadLane(register, 0, 8);
        ulong high = frame.ReadLane(register, 1, 8);
        if (store.Target == LoadStoreTarget.Lane) return (low, high);
        int bytes = store.Target == LoadStoreTarget.Simd ? store.ElementBytes : store.Lanes * store.ElementBytes;
        return bytes == 16 ? (low, high) : (low & (ulong.MaxValue >> (64 - (bytes * 8))), 0);
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
