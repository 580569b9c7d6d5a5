using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class PublishedReadsTests
{
    private const uint TranslationFault = 0x07;
    private const uint Valid = 1u << 24;
    private const uint Word = 2u << 22;
    private const uint Register3 = 3u << 16;
    private const uint SignExtends = 1u << 21;
    private const uint Write = 1u << 6;
    private const uint Walk = 1u << 7;
    private const uint NoAddress = 1u << 10;
    private const uint Load = Valid | Word | Register3 | TranslationFault;
    private const ulong Far = 0xffff_8000_0900_0018;

    private static readonly GuestPhysicalAddress s_place = new(0x0900_0018);

    private readonly TrapTable _traps = new();
    private readonly FakeGuestRegisters _registers = new();
    private readonly PublishedRegisters _published = new();

    public PublishedReadsTests()
    {
        new PublishedReads(_traps, _published, _registers).Initialize();
        _published.Publish(s_place, 4, 0x9000_0090);
    }

    [Fact]
    public void A_read_of_a_published_register_is_answered_and_the_guest_goes_on_behind_it()
    {
        Assert.True(TryRead(Load, out FastTrapFrame frame));
        Assert.Equal(0x9000_0090ul, frame.Read(3));
        Assert.Equal(0xffff_8000_0008_0004ul, frame.Elr);
    }

    [Theory]
    [InlineData(Load | Write)]
    [InlineData(Load | Walk)]
    [InlineData(Load | NoAddress)]
    [InlineData(Load | SignExtends)]
    [InlineData(Load & ~Valid)]
    [InlineData(Load ^ Word)] // a byte
    [InlineData((Load & ~TranslationFault) | 0x0f)] // a permission fault
    [InlineData((Load & ~Register3) | (19u << 16))]
    [InlineData((Load & ~Register3) | (28u << 16))]
    public void Every_other_access_is_left_to_the_other_lane(uint iss)
    {
        Assert.False(TryRead(iss, out FastTrapFrame frame));
        Assert.Equal(0xffff_8000_0008_0000ul, frame.Elr);
    }

    [Fact]
    public void So_is_a_big_endian_guest()
    {
        _registers[GuestRegister.Sctlr] = 1ul << 25;
        Assert.False(TryRead(Load, out _));
    }

    [Fact]
    public void What_is_hidden_is_not_read_until_it_is_published_again()
    {
        _published.Hide(s_place, 4);
        Assert.False(TryRead(Load, out _));
        _published.Publish(s_place, 4, 0x1000);
        Assert.True(TryRead(Load, out FastTrapFrame frame));
        Assert.Equal(0x1000ul, frame.Read(3));
    }

    [Fact]
    public void A_register_that_finds_its_place_taken_is_not_published_and_hides_nothing()
    {
        GuestPhysicalAddress other = s_place + 0x400;
        _published.Publish(other, 4, 7);
        Assert.False(_published.TryRead(other, 4, out _));
        _published.Hide(other, 4);
        Assert.True(_published.TryRead(s_place, 4, out ulong value));
        Assert.Equal(0x9000_0090ul, value);
    }

    private bool TryRead(uint iss, out FastTrapFrame frame)
    {
        frame = new(GuestTrap.Fault(ExceptionClass.DataAbortLower, iss, s_place.Value, Far));
        return _traps.TryTakeFast(ref frame);
    }
}
