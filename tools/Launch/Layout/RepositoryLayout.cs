using System;
using System.IO;

namespace Pilevisor.Launch.Layout;

/// <summary>Where things are in a working copy of this repository.</summary>
/// <param name="root">The directory that holds the solution.</param>
public sealed class RepositoryLayout(string root)
{
    /// <summary>The directory that holds the solution.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>One folder per variant image.</summary>
    public string Samples => Path.Combine(Root, "samples");

    /// <summary>The guest's init script and programs.</summary>
    public string GuestSources => Path.Combine(Samples, "guests");

    /// <summary>How a Debian is made that boots from a disk.</summary>
    public string DebianRecipe => Path.Combine(GuestSources, "debian");

    /// <summary>Test projects.</summary>
    public string Tests => Path.Combine(Root, "tests");

    /// <summary>What was downloaded or compiled for guests; may be deleted at any time, costs a download.</summary>
    public string Cache => Path.Combine(Root, ".cache");

    /// <summary>Finds the working copy that this program was built in.</summary>
    /// <exception cref="LaunchException">If this program does not lie in one.</exception>
    public static RepositoryLayout Find() => FindFrom(AppContext.BaseDirectory);

    /// <summary>Finds the working copy that <paramref name="directory"/> lies in.</summary>
    /// <exception cref="LaunchException">If it does not lie in one.</exception>
    public static RepositoryLayout FindFrom(string directory)
    {
        for (DirectoryInfo? place = new(directory); place is not null; place = place.Parent)
        {
            if (File.Exists(Path.Combine(place.FullName, "Pilevisor.sln"))) return new RepositoryLayout(place.FullName);
        }

        throw new LaunchException(ExitStatus.Unavailable, $"{directory} is not inside a Pilevisor working copy (no Pilevisor.sln above it): run ./pilevisor from a clone");
    }
}
