using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Pilevisor.Launch.Devices;

/// <summary>Looks for what is wrong with directories that a guest is to have.</summary>
internal static class ShareCheck
{
    public static IEnumerable<string> Problems(IReadOnlyList<GuestShare> shares)
    {
        if (shares.Count > GuestShare.Most) yield return $"a guest has at most {GuestShare.Most} directories of this host, not {shares.Count}";
        foreach (string problem in shares.Select(Problem).OfType<string>().Distinct()) yield return problem;
        foreach (string twice in DeviceCheck.Repeated(shares.Where(share => share.Directory.Length > 0).Select(share => share.EffectiveTag)))
            yield return $"two directories would be {twice} in the guest: name one otherwise, as in --share DIR:TAG";
    }

    private static string? Problem(GuestShare share)
    {
        if (share.Directory.Length == 0) return "the share needs a directory";
        if (File.Exists(share.Directory)) return $"the share {share.Directory} is a file: name a directory";
        if (!Directory.Exists(share.Directory)) return $"no such directory for the guest: {share.Directory}";
        if (ReadProblem(share.Directory) is { } unreadable) return $"the directory {share.Directory} cannot be read: {unreadable}";
        string tag = share.EffectiveTag;
        // The guest has it at /share/TAG.
        bool isRight = tag.Length is > 0 and <= GuestShare.LongestTag && tag is not ("." or "..") && tag.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        return isRight ? null : $"a directory is known to the guest by 1 to {GuestShare.LongestTag} letters, digits, - _ and ., which \"{tag}\" is not: name it otherwise, as in --share DIR:TAG";
    }

    private static string? ReadProblem(string directory)
    {
        try
        {
            using IEnumerator<string> entries = Directory.EnumerateFileSystemEntries(directory).GetEnumerator();
            entries.MoveNext();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
