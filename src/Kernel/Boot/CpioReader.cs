using System;

namespace Pilevisor.Kernel;

/// <summary>Reads the files of a cpio archive in the "newc" format (cpio(5); Linux, Documentation/driver-api/early-userspace/buffer-format.rst) one after the other, without copying.</summary>
/// <param name="archive">The archive.</param>
public ref struct CpioReader(ReadOnlySpan<byte> archive)
{
    // Magic and thirteen fields of eight hexadecimal digits.
    private const int HeaderBytes = 110;
    private const int MagicBytes = 6;
    private const int FieldDigits = 8;
    private const int SizeField = 6;
    private const int NameSizeField = 11;

    private readonly ReadOnlySpan<byte> _archive = archive;
    private int _next;

    /// <summary>The file's name, without a leading "./".</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>What is in the file.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Why there is no further file, if the archive is not what it should be; empty if it just ends.</summary>
    public string Defect { get; private set; } = "";

    /// <summary>Goes on to the next file.</summary>
    /// <returns>False behind the last, or when <see cref="Defect"/> says why not.</returns>
    public bool MoveNext()
    {
        ReadOnlySpan<byte> header = _archive[_next..];
        if (header.Length < HeaderBytes) return Fail("it ends without a trailer");
        if (!header.StartsWith("070701"u8) && !header.StartsWith("070702"u8)) return Fail("it is not a cpio archive in newc format");
        if (!TryReadField(header, SizeField, out uint size) || !TryReadField(header, NameSizeField, out uint nameSize)) return Fail("a header holds something other than hexadecimal digits");

        int rest = _archive.Length - _next - HeaderBytes;
        if (nameSize == 0 || nameSize > (uint)rest) return Fail("a file name is cut off");
        int contentStart = Align(_next + HeaderBytes + (int)nameSize);
        if (contentStart > _archive.Length || size > (uint)(_archive.Length - contentStart)) return Fail("a file is cut off");

        ReadOnlySpan<byte> name = _archive.Slice(_next + HeaderBytes, (int)nameSize - 1);
        if (name.SequenceEqual("TRAILER!!!"u8)) return false;
        Name = name.StartsWith("./"u8) ? name[2..] : name;
        Content = _archive.Slice(contentStart, (int)size);
        _next = Math.Min(Align(contentStart + (int)size), _archive.Length);
        return true;
    }

    private bool Fail(string defect)
    {
        Defect = defect;
        return false;
    }

    private static bool TryReadField(ReadOnlySpan<byte> header, int field, out uint value)
    {
        value = 0;
        foreach (byte digit in header.Slice(MagicBytes + (field * FieldDigits), FieldDigits))
        {
            int number = digit switch
            {
                >= (byte)'0' and <= (byte)'9' => digit - '0',
                >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
                _ => -1,
            };
            if (number < 0) return false;
            value = (value << 4) | (uint)number;
        }
        return true;
    }

    private static int Align(int offset) => (offset + 3) & ~3;
}
