using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <summary>TRNG (DEN0098) as a vCPU calls it, by either instruction.</summary>
public sealed class VirtualTrngTests
{
    private const ulong Version = 0x8400_0050;
    private const ulong Features = 0x8400_0051;
    private const ulong GetUuid = 0x8400_0052;
    private const ulong Random32 = 0x8400_0053;
    private const ulong Random64 = 0xc400_0053;

    private const ulong NotSupported = ulong.MaxValue;
    private const ulong InvalidParameters = ulong.MaxValue - 1;
    private const ulong NoEntropy = ulong.MaxValue - 2;

    // What a source draws: each word has all its nibbles different from the others'.
    private static readonly ulong[] _drawn = [0xfedc_ba98_7654_3210, 0x8123_4567_89ab_cdef, 0xf0e1_d2c3_b4a5_9687];

    private readonly SimulatedNode _node = new SimulatedGuest().Nodes[0];

    public VirtualTrngTests() => _node.CpuEntropy.CanBeAsked = true;

    [Theory]
    [InlineData(ExceptionClass.Hvc64, 0x4000_1000ul)]
    [InlineData(ExceptionClass.Smc64, 0x4000_1004ul)]
    public void It_is_called_by_either_instruction(ExceptionClass instruction, ulong goesOnAt)
    {
        TrapFrame frame = Frame(Version, 0);
        _node.Traps.Take(instruction, ref frame);
        Assert.Equal((0x1_0000ul, goesOnAt), (frame.Read(0), frame.Elr));
        Assert.Equal([0ul, 0ul, 0ul], Enumerable.Range(1, 3).Select(i => frame.Read(i)));
        Assert.Equal(4ul, frame.Read(4));
    }

    [Theory]
    [InlineData(Version, 0ul)]
    [InlineData(Features, 0ul)]
    [InlineData(GetUuid, 0ul)]
    [InlineData(Random32, 0ul)]
    [InlineData(Random64, 0ul)]
    [InlineData(0xffff_ffff_0000_0000 | Random64, 0ul)]
    [InlineData(0xc400_0050, NotSupported)]
    [InlineData(0x8400_0054, NotSupported)]
    [InlineData(0x8400_0000, NotSupported)]
    [InlineData(0x0400_0053, NotSupported)]
    public void Features_names_what_there_is(ulong function, ulong answer) => Assert.Equal([answer, 0ul, 0ul, 0ul], Call(Features, function));

    [Theory]
    [InlineData(0xc400_0050)]
    [InlineData(0xc400_0051)]
    [InlineData(0xc400_0052)]
    [InlineData(0x8400_0054)]
    [InlineData(0x0400_0053)]
    public void What_there_is_not_is_no_function(ulong function) => Assert.Equal([NotSupported, 64ul, 2ul, 3ul], Call(function, 64));

    // Four bytes a register, the first in its lowest bits.
    [Fact]
    public void The_UUID_is_that_of_this_implementation()
    {
        ulong[] words = Call(GetUuid, 0);
        string uuid = string.Concat(words.SelectMany(word => Enumerable.Range(0, 4).Select(i => $"{(byte)(word >> (8 * i)):x2}")));
        Assert.Equal("279d55cf2b28451bbc8de64d6d65131d", uuid);
        Assert.All(words, word => Assert.True(word < uint.MaxValue));
    }

    [Theory]
    [InlineData(1ul, 0ul, 0ul, 0ul)]
    [InlineData(5ul, 0ul, 0ul, 0x10ul)]
    [InlineData(63ul, 0ul, 0ul, 0x7edc_ba98_7654_3210ul)]
    [InlineData(64ul, 0ul, 0ul, 0xfedc_ba98_7654_3210ul)]
    [InlineData(65ul, 0ul, 1ul, 0xfedc_ba98_7654_3210ul)]
    [InlineData(128ul, 0ul, 0x8123_4567_89ab_cdeful, 0xfedc_ba98_7654_3210ul)]
    [InlineData(132ul, 7ul, 0x8123_4567_89ab_cdeful, 0xfedc_ba98_7654_3210ul)]
    [InlineData(192ul, 0xf0e1_d2c3_b4a5_9687ul, 0x8123_4567_89ab_cdeful, 0xfedc_ba98_7654_3210ul)]
    public void The_64_bit_call_has_the_lowest_bits_in_x3_and_zero_above_what_was_asked_for(ulong bits, ulong x1, ulong x2, ulong x3)
    {
        Fill();
        Assert.Equal([0ul, x1, x2, x3], Call(Random64, bits));
        Assert.Equal(((int)bits + 63) / 64, _node.CpuEntropy.Draws);
    }

    [Theory]
    [InlineData(1ul, 0ul, 0ul, 0ul)]
    [InlineData(31ul, 0ul, 0ul, 0x7654_3210ul)]
    [InlineData(32ul, 0ul, 0ul, 0x7654_3210ul)]
    [InlineData(33ul, 0ul, 0ul, 0x7654_3210ul)]
    [InlineData(36ul, 0ul, 8ul, 0x7654_3210ul)]
    [InlineData(64ul, 0ul, 0xfedc_ba98ul, 0x7654_3210ul)]
    [InlineData(72ul, 0xeful, 0xfedc_ba98ul, 0x7654_3210ul)]
    [InlineData(96ul, 0x89ab_cdeful, 0xfedc_ba98ul, 0x7654_3210ul)]
    [InlineData(0xdead_beef_0000_0040ul, 0ul, 0xfedc_ba98ul, 0x7654_3210ul)]
    public void The_32_bit_call_has_32_bits_a_register(ulong bits, ulong x1, ulong x2, ulong x3)
    {
        Fill();
        Assert.Equal([0ul, x1, x2, x3], Call(Random32, bits));
        Assert.Equal(((int)(uint)bits + 63) / 64, _node.CpuEntropy.Draws);
    }

    [Theory]
    [InlineData(Random64, 0ul)]
    [InlineData(Random64, 193ul)]
    [InlineData(Random64, 0x1_0000_0001ul)]
    [InlineData(Random64, ulong.MaxValue)]
    [InlineData(Random32, 0ul)]
    [InlineData(Random32, 0x1_0000_0000ul)]
    [InlineData(Random32, 97ul)]
    [InlineData(Random32, 192ul)]
    public void No_bits_and_too_many_are_invalid(ulong function, ulong bits)
    {
        Fill();
        Assert.Equal([InvalidParameters, 0ul, 0ul, 0ul], Call(function, bits));
        Assert.Equal(0, _node.CpuEntropy.Draws);
    }

    [Fact]
    public void A_source_that_has_none_just_now_is_asked_again()
    {
        foreach (ulong word in _drawn)
        {
            for (int i = 1; i < VirtualTrng.MostTries; i++) _node.CpuEntropy.Next.Enqueue(null);
            _node.CpuEntropy.Next.Enqueue(word);
        }
        Assert.Equal([0ul, _drawn[2], _drawn[1], _drawn[0]], Call(Random64, 192));
        Assert.Equal(3 * VirtualTrng.MostTries, _node.CpuEntropy.Draws);
    }

    [Theory]
    [InlineData(Random64, 192ul)]
    [InlineData(Random32, 96ul)]
    public void One_that_has_none_for_long_is_no_entropy_and_nothing_that_was_drawn_is_shown(ulong function, ulong bits)
    {
        _node.CpuEntropy.Next.Enqueue(_drawn[0]);
        Assert.Equal([NoEntropy, 0ul, 0ul, 0ul], Call(function, bits));
        Assert.Equal(1 + VirtualTrng.MostTries, _node.CpuEntropy.Draws);
    }

    [Fact]
    public void The_firmware_is_asked_where_the_cpu_has_none()
    {
        Fill();
        _node.FirmwareEntropy.CanBeAsked = true;
        _node.FirmwareEntropy.Next.Enqueue(42);
        _node.FirmwareEntropy.Next.Enqueue(43);
        Assert.Equal(_drawn[0], Call(Random64, 64)[3]);
        Assert.Equal(0, _node.FirmwareEntropy.Draws);
        _node.CpuEntropy.CanBeAsked = false;
        Assert.Equal(0x1_0000ul, Call(Version, 0)[0]);
        Assert.Equal([0ul, 0ul, 43ul, 42ul], Call(Random64, 128));
        Assert.Equal(1, _node.CpuEntropy.Draws);
    }

    [Theory]
    [InlineData(Version)]
    [InlineData(Features)]
    [InlineData(GetUuid)]
    [InlineData(Random32)]
    [InlineData(Random64)]
    public void Without_any_source_there_is_no_such_function(ulong function)
    {
        _node.CpuEntropy.CanBeAsked = false;
        Assert.Equal([NotSupported, 64ul, 2ul, 3ul], Call(function, 64));
        VirtualTrng alone = new(_node.CpuEntropy, null);
        TrapFrame frame = Frame(function, 64);
        Assert.False(alone.TryCall(ref frame));
    }

    [Fact]
    public void The_other_functions_are_PSCIs()
    {
        Assert.Equal([0x1_0001ul, 1ul, 2ul, 3ul], Call(0x8400_0000, 1));
        Assert.Equal([NotSupported, Version, 2ul, 3ul], Call(0x8400_000a, Version));
    }

    private void Fill()
    {
        foreach (ulong word in _drawn) _node.CpuEntropy.Next.Enqueue(word);
    }

    // x0 to x3 behind the call.
    private ulong[] Call(ulong function, ulong argument)
    {
        _node.On(0);
        TrapFrame frame = Frame(function, argument);
        _node.Traps.Take(ExceptionClass.Hvc64, ref frame);
        return [frame.Read(0), frame.Read(1), frame.Read(2), frame.Read(3)];
    }

    private static TrapFrame Frame(ulong function, ulong argument)
    {
        TrapFrame frame = default;
        frame.Elr = 0x4000_1000;
        for (int i = 2; i < 18; i++) frame.Write(i, (ulong)i);
        frame.Write(0, function);
        frame.Write(1, argument);
        return frame;
    }
}
