using System;
using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class BootFilesTests : IDisposable
{
    private readonly FakePhysicalMemory _memory = new();

    [Fact]
    public void Files_are_found_by_their_names_and_can_be_wiped()
    {
        BootFiles files = Given(CpioArchive.Of(("kernel", [1, 2, 3]), ("key", [4, 5])));
        Assert.True(files.IsThere);
        Assert.True(files.TryFind("kernel"u8, out Span<byte> kernel));
        Assert.Equal([1, 2, 3], kernel.ToArray());
        Assert.True(files.TryFind("key"u8, out Span<byte> key));
        key.Clear();
        Assert.True(files.TryFind("key"u8, out key));
        Assert.Equal([0, 0], key.ToArray());
        Assert.False(files.TryFind("initrd"u8, out _));
        Assert.False(files.HasOnly("key"u8));
    }

    [Fact]
    public void A_machine_that_was_given_nothing_has_no_files()
    {
        BootFiles files = new(new Bootargs(string.Empty), _memory);
        Assert.False(files.IsThere);
        Assert.False(files.TryFind("kernel"u8, out _));
        Assert.False(files.HasOnly("key"u8));
    }

    // What is damaged has something else: whoever needs that says what is wrong.
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void A_file_is_the_only_one_of_a_whole_archive(bool isWhole, bool isOnly)
    {
        byte[] archive = CpioArchive.Of(("key", [4, 5]));
        Assert.Equal(isOnly, Given(isWhole ? archive : archive[..120]).HasOnly("key"u8));
    }

    [Fact]
    public void Whatever_the_archive_nothing_is_read_beyond_it()
    {
        byte[] archive = CpioArchive.Of(("kernel", [1, 2, 3]), ("key", [4, 5]));
        Random random = new(1);
        for (int i = 0; i < 2000; i++)
        {
            byte[] damaged = (byte[])archive.Clone();
            for (int change = random.Next(1, 8); change > 0; change--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            BootFiles files = Given(damaged[..random.Next(1, damaged.Length)]);
            files.TryFind("key"u8, out Span<byte> key);
            Assert.InRange(key.Length, 0, damaged.Length);
            files.HasOnly("key"u8);
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(31, false)]
    [InlineData(32, true)]
    [InlineData(64, true)]
    public void Random_bytes_serve_one_purpose_each(int bytes, bool isThere)
    {
        byte[] seed = new byte[bytes];
        for (int i = 0; i < bytes; i++) seed[i] = (byte)(i + 1);
        BootSeed drawn = new(new Bootargs(string.Empty) { Seed = seed });
        Assert.Equal(isThere, drawn.IsThere);
        ulong[] words = [drawn.Salt, drawn.SaltHigh, drawn.Epoch, drawn.Secret];
        Assert.Equal(isThere ? [0x0807060504030201, 0x100f0e0d0c0b0a09, 0x1817161514131211, 0x201f1e1d1c1b1a19] : new ulong[4], words);
    }

    public void Dispose() => _memory.Dispose();

    private unsafe BootFiles Given(byte[] archive)
    {
        const ulong Start = 0x8000_1000;
        archive.CopyTo(new Span<byte>(_memory.Pointer(new PhysicalAddress(Start)), archive.Length));
        return new BootFiles(new Bootargs(string.Empty) { Payload = new PhysicalAddress(Start), PayloadBytes = (ulong)archive.Length }, _memory);
    }
}
