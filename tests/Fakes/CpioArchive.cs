using System.IO;
using System.Text;

namespace Pilevisor.Fakes;

/// <summary>Writes newc archives, as `cpio -o -H newc` does.</summary>
public static class CpioArchive
{
    /// <summary>An archive of these files.</summary>
    public static byte[] Of(params (string Name, byte[] Content)[] files)
    {
        MemoryStream archive = new();
        foreach ((string name, byte[] content) in files) Append(archive, name, content);
        Append(archive, "TRAILER!!!", []);
        while (archive.Length % 512 != 0) archive.WriteByte(0);
        return archive.ToArray();
    }

    private static void Append(MemoryStream archive, string name, byte[] content)
    {
        string header = $"0707010000000100008" + $"1a4{0:x8}{0:x8}{1:x8}{0:x8}{content.Length:x8}{0:x8}{0:x8}{0:x8}{0:x8}{name.Length + 1:x8}{0:x8}{name}\0";
        archive.Write(Encoding.ASCII.GetBytes(header));
        while (archive.Length % 4 != 0) archive.WriteByte(0);
        archive.Write(content);
        while (archive.Length % 4 != 0) archive.WriteByte(0);
    }
}
