using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Pilevisor.Launch.Guests;

/// <summary>A kernel's command line from our words and the user's: of ours those stay that the user has said nothing about. Coming last is not enough to win, since some words count once and some add up.</summary>
public static partial class KernelArguments
{
    // What speaks about the same thing under another name (Linux, Documentation/admin-guide/kernel-parameters.txt).
    private static readonly Dictionary<string, string[]> _alike = new()
    {
        ["quiet"] = ["debug", "loglevel", "ignore_loglevel"],
        ["nohz_full"] = ["nohz", "isolcpus"],
        ["maxcpus"] = ["nosmp"],
        ["numa_balancing"] = ["numa"],
    };

    /// <summary>The command line.</summary>
    /// <param name="ours">Our words.</param>
    /// <param name="users">What the user adds, as it is; what follows "--" in it is for the first program.</param>
    public static string Join(IEnumerable<string> ours, string users)
    {
        HashSet<string> said = Word().Matches(users).Select(word => word.Value).TakeWhile(word => word != "--").Select(Name).ToHashSet(StringComparer.Ordinal);
        IEnumerable<string> kept = ours.SelectMany(words => words.Split(' ')).Where(word => !said.Contains(Name(word)) && !_alike.GetValueOrDefault(Name(word), []).Any(said.Contains));
        return string.Join(' ', kept.Append(users.Trim())).TrimEnd();
    }

    // To Linux a hyphen in a name is an underscore.
    private static string Name(string word) => word.Split('=')[0].Replace('-', '_');

    // Quotes hold a value with spaces together.
    [GeneratedRegex("""(?:[^\s"]|"[^"]*"?)+""")]
    private static partial Regex Word();
}
