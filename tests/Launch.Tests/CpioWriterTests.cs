using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Pilevisor.Launch.Guests;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class CpioWriterTests
{
    [Fact]
    public void The_format_is_newc()
    {
        // Linux, Documentation/driver-api/early-userspace/buffer-format.rst: 13 fields of 8 hexadecimal digits, name and content padded to 4.
        string archive = Encoding.ASCII.GetString(Archive(a => a.AddFile("a", "xyz"u8, executable: true)));
        Assert.StartsWith("070701" + "00000001" + "000081ed" + "00000000" + "00000000" + "00000001" + "00000000" + "00000003" + "00000000" + "00000000" + "00000000" + "00000000" + "00000002" + "00000000", archive, StringComparison.Ordinal);
        Assert.Equal("a\0xyz\0", archive.Substring(110, 6));
        Assert.Equal("070701", archive.Substring(116, 6));
        Assert.EndsWith("TRAILER!!!\0\0\0\0", archive, StringComparison.Ordinal);
        Assert.Equal(0, archive.Length % 4);
    }

    [Fact]
    public void The_same_entries_give_the_same_bytes()
    {
        static void Fill(CpioWriter archive)
        {
            archive.AddDirectory("bin");
            archive.AddFile("bin/tool", "#!"u8, executable: true);
            archive.AddLink("bin/sh", "tool");
        }

        Assert.Equal(Archive(Fill), Archive(Fill));
    }

    [Fact]
    public void A_tree_is_added_as_it_is_without_what_is_left_out()
    {
        using TemporaryDirectory place = new();
        string tool = place.File("usr/bin/tool", 1);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        place.File("usr/share/doc/tool/README", 2);
        place.File("usr/.hidden", 3);
        File.CreateSymbolicLink(Path.Combine(place.Path, "bin"), "usr/bin");
        File.CreateSymbolicLink(Path.Combine(place.Path, "usr", "dangling"), "/no/such");
        Assert.Equal(
            Archive(archive =>
            {
                archive.AddLink("bin", "usr/bin");
                archive.AddDirectory("usr");
                archive.AddFile("usr/.hidden", [3]);
                archive.AddDirectory("usr/bin");
                archive.AddFile("usr/bin/tool", [1], executable: true);
                archive.AddLink("usr/dangling", "/no/such");
                archive.AddDirectory("usr/share");
            }),
            Archive(archive => archive.AddTree(place.Path, new HashSet<string> { "usr/share/doc" })));
    }

    [Fact]
    public void A_tree_is_added_at_its_place()
    {
        using TemporaryDirectory place = new();
        place.File("fs/any/file.c", 1);
        File.CreateSymbolicLink(Path.Combine(place.Path, "fs", "link"), "any");
        Assert.Equal(
            Archive(archive =>
            {
                archive.AddDirectory("usr/src/fs");
                archive.AddDirectory("usr/src/fs/any");
                archive.AddFile("usr/src/fs/any/file.c", [1]);
                archive.AddLink("usr/src/fs/link", "any");
            }),
            Archive(archive => archive.AddTree(place.Path, "usr/src")));
    }

    [Fact]
    public void Names_and_contents_of_any_length_stay_aligned()
    {
        for (int name = 1; name <= 8; name++)
        {
            for (int length = 0; length <= 8; length++)
            {
                byte[] content = new byte[length];
                Array.Fill(content, (byte)'c');
                string archive = Encoding.ASCII.GetString(Archive(a =>
                {
                    a.AddFile(new string('n', name), content);
                    a.AddFile("second", "2"u8);
                }));
                int second = archive.IndexOf("second", StringComparison.Ordinal) - 110;
                Assert.Equal("070701", archive.Substring(second, 6));
                Assert.Equal(0, second % 4);
            }
        }
    }

    private static byte[] Archive(Action<CpioWriter> fill)
    {
        using MemoryStream output = new();
        using (CpioWriter archive = new(output)) fill(archive);
        return output.ToArray();
    }
}
