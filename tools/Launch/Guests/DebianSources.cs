using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace Pilevisor.Launch.Guests;

/// <summary>
/// The Debian mirrors that this host's apt uses, found in its configuration: guests come from where the host's own packages come from.
/// </summary>
public static partial class DebianSources
{
    /// <summary>The Debian release that guests come from, whatever the host runs.</summary>
    public const string Release = "bookworm";

    private const string Keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

    /// <summary>The lines of a sources.list for arm64 packages of <see cref="Release"/>.</summary>
    /// <param name="configuration">The texts of the host's apt source files, in either format.</param>
    /// <exception cref="LaunchException">If none of them names a Debian mirror.</exception>
    public static IReadOnlyList<string> Lines(IEnumerable<string> configuration)
    {
        string[] mirrors = configuration.SelectMany(Mirrors).Distinct().ToArray();
        string? main = mirrors.FirstOrDefault(m => m.EndsWith("/debian", StringComparison.Ordinal));
        string? security = mirrors.FirstOrDefault(m => m.EndsWith("/debian-security", StringComparison.Ordinal));
        if (main is null)
            throw new LaunchException(ExitStatus.Unavailable, "no Debian mirror in /etc/apt/sources.list*: guests come from Debian's packages; run on Debian, or give --kernel and --initrd");
        List<string> lines = [Line(main, Release), Line(main, Release + "-updates")];
        if (security is not null) lines.Add(Line(security, Release + "-security"));
        return lines;
    }

    /// <summary>The texts of this host's apt source files.</summary>
    public static IEnumerable<string> HostConfiguration()
    {
        IEnumerable<string> files = Directory.Exists("/etc/apt/sources.list.d")
            ? Directory.EnumerateFiles("/etc/apt/sources.list.d").Where(f => f.EndsWith(".list", StringComparison.Ordinal) || f.EndsWith(".sources", StringComparison.Ordinal)).Order()
            : [];
        return files.Prepend("/etc/apt/sources.list").Where(File.Exists).Select(File.ReadAllText);
    }

    // Either `deb [options] URI suite component...` or a stanza's `URIs: URI URI`.
    private static IEnumerable<string> Mirrors(string text) => OneLine().Matches(text).Select(m => m.Groups["uri"].Value)
        .Concat(Stanza().Matches(text).SelectMany(m => m.Groups["uris"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        .Select(uri => uri.TrimEnd('/'));

    private static string Line(string mirror, string suite) => $"deb [arch=arm64 signed-by={Keyring}] {mirror} {suite} main";

    [GeneratedRegex(@"^\s*deb\s+(\[[^\]]*\]\s+)?(?<uri>\S+)", RegexOptions.Multiline)]
    private static partial Regex OneLine();

    [GeneratedRegex(@"^URIs:\s*(?<uris>.+)$", RegexOptions.Multiline)]
    private static partial Regex Stanza();
}
