using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using Pilevisor.Interconnect;
using Pilevisor.Launch.Layout;

namespace Pilevisor.Launch;

/// <summary>The file with a cluster's key, as nodes are given it. Its content goes into no command line, log or message.</summary>
public static class KeyFile
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Why the file at <paramref name="path"/> is no key; null if it is one.</summary>
    public static string? Problem(string path)
    {
        if (InputPath.Problem(path, "key") is { } unreadable) return unreadable;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0) return $"the key {path} can be read by others than its owner: chmod 600 {path}";

        // A line end is the most that is behind it.
        if (InputPath.Length(path) > ClusterKey.Digits + 2 || ClusterKey.Read(File.ReadAllBytes(path)) is null)
            return $"the key {path} is not {ClusterKey.Digits} hexadecimal digits: `openssl rand -hex {ClusterKey.Digits / 2}` writes such a line";
        return null;
    }

    /// <summary>What a file with a new key holds.</summary>
    public static byte[] Draw() => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ClusterKey.Digits / 2)));
}
