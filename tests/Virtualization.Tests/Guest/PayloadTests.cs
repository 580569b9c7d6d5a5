using System;
using System.Text;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class PayloadTests
{
    private static readonly byte[] s_complete = CpioArchive.Of(("./kernel", [1, 2, 3, 4, 5]), ("initrd", [6, 7]), ("README", [0]), ("cmdline", "quiet panic=-1\n"u8.ToArray()));

    [Fact]
    public void Its_files_are_found_by_name()
    {
        Payload payload = Payload.Read(s_complete);
        Assert.Equal([1, 2, 3, 4, 5], payload.Kernel.ToArray());
        Assert.Equal([6, 7], payload.InitialRamdisk.ToArray());
        Assert.Equal("quiet panic=-1", Encoding.ASCII.GetString(payload.CommandLine));
    }

    [Fact]
    public void Only_the_kernel_must_be_there()
    {
        Payload payload = Payload.Read(CpioArchive.Of(("kernel", [1])));
        Assert.True(payload.InitialRamdisk.IsEmpty);
        Assert.True(payload.CommandLine.IsEmpty);
        Assert.Equal("the guest payload has no file named kernel, or it is empty", Assert.Throws<PanicException>(() => Payload.Read(CpioArchive.Of(("initrd", [1])))).Message);
    }

    [Fact]
    public void An_archive_that_is_cut_off_is_refused()
    {
        // The padding behind the trailer may be missing, nothing else.
        int end = s_complete.AsSpan().LastIndexOf("TRAILER!!!"u8) + 11;
        for (int length = 0; length < end; length++)
        {
            byte[] cut = s_complete[..length];
            PanicException panic = Assert.Throws<PanicException>(() => Payload.Read(cut));
            Assert.StartsWith("the guest payload cannot be read: ", panic.Message);
        }
    }

    [Fact]
    public void Something_else_than_an_archive_is_refused() =>
        Assert.Equal("the guest payload cannot be read: it is not a cpio archive in newc format", Assert.Throws<PanicException>(() => Payload.Read(new byte[4096])).Message);

    [Fact]
    public void Damaged_archives_do_no_harm()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        for (int round = 0; round < 3000; round++)
        {
            byte[] archive = (byte[])s_complete.Clone();
            for (int i = random.Next(1, 6); i > 0; i--) archive[random.Next(archive.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)"0123456789abcdefF"[random.Next(17)];
            try
            {
                Payload.Read(archive);
            }
            catch (PanicException)
            {
            }
            catch (Exception harm)
            {
                Assert.Fail($"seed {seed}, round {round}: {harm}");
            }
        }
    }
}
