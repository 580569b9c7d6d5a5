using System;
using System.IO;
using System.Text;

namespace Pilevisor.Launch.Guests;

/// <summary>
/// Writes a cpio archive in the newc format (Linux, Documentation/driver-api/early-userspace/buffer-format.rst). The same entries give the same bytes: no time, no owner.
/// </summary>
/// <param name="output">Where it goes; left open.</param>
public sealed class CpioWriter(Stream output) : IDisposable
{
    private const uint TypeDirectory = 0x4000;
    private const uint TypeFile = 0x8000;
    private const uint TypeLink = 0xa000;
    private const int Alignment = 4;
    private uint _inode;
    private long _position;

    /// <summary>Adds a directory; its parents must have been added.</summary>
    public void AddDirectory(string name) => Header(name, TypeDirectory | 0x1ed, 0);

    /// <summary>Adds a file.</summary>
    /// <param name="name">Its path, without a leading slash.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="executable">Whether it is a program.</param>
    public void AddFile(string name, ReadOnlySpan<byte> content, bool executable = false)
    {
        Header(name, FileMode(executable), content.Length);
        Write(content);
        Pad();
    }

    /// <summary>Adds a file with the content of one on this host.</summary>
    /// <param name="name">Its path, without a leading slash.</param>
    /// <param name="path">The file to copy.</param>
    /// <param name="executable">Whether it is a program.</param>
    public void AddFileFrom(string name, string path, bool executable = false)
    {
        using FileStream content = File.OpenRead(path);
        Header(name, FileMode(executable), content.Length);
        content.CopyTo(output);
        _position += content.Length;
        Pad();
    }

    /// <summary>Adds a symbolic link.</summary>
    public void AddLink(string name, string target)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(target);
        Header(name, TypeLink | 0x1ff, bytes.Length);
        Write(bytes);
        Pad();
    }

    /// <summary>Writes the trailer.</summary>
    public void Dispose()
    {
        Header("TRAILER!!!", 0, 0);
        output.Flush();
    }

    private static uint FileMode(bool executable) => TypeFile | (executable ? 0x1edu : 0x1a4u);

    private void Header(string name, uint mode, long size)
    {
        if (size > uint.MaxValue) throw new ArgumentOutOfRangeException(nameof(size), size, $"{name} is too large for a newc archive");
        byte[] nameBytes = Encoding.UTF8.GetBytes(name);
        uint links = (mode & 0xf000) == TypeDirectory ? 2u : 1u;
        uint[] fields = [++_inode, mode, 0, 0, links, 0, (uint)size, 0, 0, 0, 0, (uint)nameBytes.Length + 1, 0];
        StringBuilder header = new("070701");
        foreach (uint field in fields) header.Append($"{field:x8}");
        Write(Encoding.ASCII.GetBytes(header.ToString()));
        Write(nameBytes);
        Write([0]);
        Pad();
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        _position += bytes.Length;
    }

    private void Pad()
    {
        ReadOnlySpan<byte> zeros = [0, 0, 0];
        Write(zeros[..(int)(-_position & (Alignment - 1))]);
    }
}
