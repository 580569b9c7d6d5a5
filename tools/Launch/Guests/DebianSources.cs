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
        string options = $"[arch={selection.Architecture} signed-by={Keyring}] ";
        return [.. Sources(selection, configuration).Select(source => $"deb {options}{source}")];
    }

    /// <summary>The lines of a sources.list of a Debian that has the architecture and the keys itself.</summary>
    /// <inheritdoc cref="Lines"/>
    public static IReadOnlyList<string> OwnLines(DebianSelection selection, IEnumerable<string> configuration) => [.. Sources(selection, configuration).Select(source => $"deb {source}")];

    /// <summary>The mirror that releases come from.</summary>
    /// <param name="configuration">The texts of the host's apt source files, in either format.</param>
    /// <exception cref="LaunchException">If none of them names a Debian mirror.</exception>
    public static string Mirror(IEnumerable<string> configuration) => Find(configuration, "/debian")
        ?? throw new LaunchException(ExitStatus.Unavailable, "no Debian mirror in /etc/apt/sources.list*: guests come from Debian's packages; run on Debian, or give --kernel and --initrd");

    // As "URI suite component".
    private static IEnumerable<string> Sources(DebianSelection selection, IEnumerable<string> configuration)
    {
        string main = Mirror(configuration);
        IEnumerable<string> sources = selection.Suites.Select(suite => $"{main} {suite} main");
        return selection.SecuritySuite is { } suite && Find(configuration, "/debian-security") is { } security ? sources.Append($"{security} {suite} main") : sources;
    }

    private static string? Find(IEnumerable<string> configuration, string end) => configuration.SelectMany(Mirrors).FirstOrDefault(mirror => mirror.EndsWith(end, StringComparison.Ordinal));

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

    [GeneratedRegex(@"^\s*deb\s+(\[[^\]]*\]\s+)?(?<uri>\S+)", RegexOptions.Multiline)]
    private static partial Regex OneLine();

    [GeneratedRegex(@"^URIs:\s*(?<uris>.+)$", RegexOptions.Multiline)]
    private static partial Regex Stanza();
}
