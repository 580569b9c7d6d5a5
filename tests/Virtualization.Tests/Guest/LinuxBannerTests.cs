using System;
using System.Buffers.Binary;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class LinuxBannerTests
{
    [Fact]
    public void Linux_is_known_wherever_its_banner_lies()
    {
        for (int offset = 100; offset < 132; offset++) Assert.True(KernelImage.Read(KernelImages.Linux(offset: offset)).IsLinux, $"banner at {offset}");
        Assert.True(KernelImage.Read(KernelImages.Linux("Linux version 7", offset: 16384 - 15)).IsLinux);
        // What looks like its beginning is not stepped over together with it.
        for (int cut = 1; cut < 14; cut++) Assert.True(KernelImage.Read(KernelImages.Linux("Linux version "[..cut] + "Linux version 6")).IsLinux, $"behind {cut} of its bytes");
    }

    [Theory]
    [InlineData("U-Boot 2023.01")]
    [InlineData("")]
    [InlineData("Linux version %s (%s)")] // as the BSDs say it to programs of Linux
    [InlineData("linux version 6.1")]
    public void Another_EFI_program_is_not_Linux(string text) => Assert.False(KernelImage.Read(KernelImages.Linux(text)).IsLinux);

    [Fact]
    public void A_text_that_is_cut_off_is_no_banner() => Assert.False(KernelImage.Read(KernelImages.Linux("Linux version ", offset: 16384 - 14)).IsLinux);

    [Fact]
    public void A_banner_without_an_EFI_stub_for_this_machine_is_not_Linux()
    {
        Assert.False(KernelImage.Read(KernelImages.Linux(start: "\0\0")).IsLinux);
        Assert.False(KernelImage.Read(KernelImages.Linux(machine: 0x8664)).IsLinux);
        Assert.False(KernelImage.Read(KernelImages.Flat).IsLinux);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(16384u - 5)]
    [InlineData(0x7fff_ffffu)]
    [InlineData(uint.MaxValue)]
    public void A_PE_header_that_is_not_there_is_none(uint header)
    {
        byte[] image = KernelImages.Linux();
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(60), header);
        Assert.False(KernelImage.Read(image).IsLinux);
    }
}
