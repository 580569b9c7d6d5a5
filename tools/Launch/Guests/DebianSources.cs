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

    /// <summary>The lines of a sources.list.</summary>
    /// <param name="selection">What they are to offer.</param>
    /// <param name="configuration">The texts of the host's apt source files, in either format.</param>
    /// <exception cref="LaunchException">If none of them names a Debian mirror.</exception>
    public static IReadOnlyList<string> Lines(DebianSelection selection, IEnumerable<string> configuration)
    {
        string[] mirrors = configuration.SelectMany(Mirrors).Distinct().ToArray();
        string? main = mirrors.FirstOrDefault(m => m.EndsWith("/debian", StringComparison.Ordinal));
        string? security = mirrors.FirstOrDefault(m => m.EndsWith("/debian-security", StringComparison.Ordinal));
        if (main is null)
            throw new LaunchException(ExitStatus.Unavailable, "no Debian mirror in /etc/apt/sources.list*: guests come from Debian's packages; run on Debian, or give --kernel and --initrd");
        IEnumerable<string> lines = selection.Suites.Select(suite => Line(selection, main, suite));
        return [.. security is null || selection.SecuritySuite is null ? lines : lines.Append(Line(selection, security, selection.SecuritySuite))];
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

    private static string Line(DebianSelection selection, string mirror, string suite) => $"deb [arch={selection.Architecture} signed-by={Keyring}] {mirror} {suite} main";

    [GeneratedRegex(@"^\s*deb\s+(\[[^\]]*\]\s+)?(?<uri>\S+)", RegexOptions.Multiline)]
    private static partial Regex OneLine();

    [GeneratedRegex(@"^URIs:\s*(?<uris>.+)$", RegexOptions.Multiline)]
    private static partial Regex Stanza();
}
