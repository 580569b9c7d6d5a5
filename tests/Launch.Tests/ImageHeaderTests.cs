using System;
using System.IO;
using System.Linq;
using Pilevisor.Launch.Images;
using Xunit;

namespace Pilevisor.Launch.Tests;

public sealed class ImageHeaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_copy_differs_in_where_it_wants_to_be_loaded_and_in_nothing_else()
    {
        byte[] image = [.. Enumerable.Range(0, 200).Select(i => (byte)i)];
        "ARM\x64"u8.CopyTo(image.AsSpan(56));
        string path = _directory.File("image", image);
        string copy = Path.Combine(_directory.Path, "copy");
        ImageHeader.CopyWithOffset(path, copy, 0x3e0_0000);
        byte[] expected = [.. image];
        ((ReadOnlySpan<byte>)[0, 0, 0xe0, 3, 0, 0, 0, 0]).CopyTo(expected.AsSpan(8));
        Assert.Equal(expected, File.ReadAllBytes(copy));
        Assert.Equal(image, File.ReadAllBytes(path));
    }

    [Fact]
    public void What_is_no_image_is_refused()
    {
        string path = _directory.File("image", new byte[200]);
        LaunchException e = Assert.Throws<LaunchException>(() => ImageHeader.CopyWithOffset(path, path + "2", 4096));
        Assert.Contains("does not begin with the header", e.Message, StringComparison.Ordinal);
    }
}
