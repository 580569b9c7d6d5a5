using System.CommandLine;
using System.Linq;
using Pilevisor.Launch.Devices;

namespace Pilevisor.Cli.Commands;

/// <summary>DIR[:TAG][,readonly]: a directory of this host for the guest.</summary>
internal static class ShareOption
{
    public static Option<GuestShare[]> Create(string name) => RepeatedOption.Create<GuestShare>(name, "A directory of this host that the guest can mount (9p) by TAG, or else the directory's name; DIR,readonly one that it only reads; may be given again", "DIR:TAG", Read);

    internal static GuestShare? Read(string text, out string? problem)
    {
        string[] parts = CommaText.Split(text);
        // A directory's name may have a colon: what is behind the last one is a tag unless it goes on as a path.
        int colon = parts[0].LastIndexOf(':');
        bool hasTag = colon >= 0 && !parts[0][colon..].Contains('/');
        GuestShare share = hasTag ? new(parts[0][..colon], parts[0][(colon + 1)..]) : new(parts[0]);
        problem = share.Directory.Length == 0 ? "a share needs a directory" : null;
        foreach (string part in parts.Skip(1))
        {
            if (part == "readonly") share = share with { IsReadOnly = true };
            else problem ??= $"'{part}' is nothing that a share can be: readonly{CommaText.Hint}";
        }

        return problem is null ? share : null;
    }
}
