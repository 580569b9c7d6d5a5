using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Pilevisor.Launch.Layout;

/// <summary>
/// Things that are made once and kept, each a directory that appears whole or not at all: it is made under another name and then renamed.
/// </summary>
/// <param name="layout">Says where the cache is.</param>
public sealed class GuestCache(RepositoryLayout layout)
{
    /// <summary>The directory called <paramref name="name"/>, made by <paramref name="make"/> if it is not there yet.</summary>
    /// <param name="name">A relative path that stands for everything the content depends on.</param>
    /// <param name="make">Fills the directory it is given.</param>
    /// <param name="cancellation">Stops waiting and making.</param>
    /// <param name="lockName">What nobody else makes things under meanwhile: another than the usual one for what takes minutes, or takes other things of this cache to make.</param>
    public async Task<string> GetAsync(string name, Func<string, CancellationToken, Task> make, CancellationToken cancellation, string lockName = "lock")
    {
        string place = Path.Combine(layout.Cache, name);
        if (Directory.Exists(place)) return place;
        using FileLock held = await FileLock.AcquireAsync(Path.Combine(layout.Cache, lockName), cancellation);
        if (Directory.Exists(place)) return place;
        string draft = Path.Combine(layout.Cache, $"draft-{lockName}");
        if (Directory.Exists(draft)) Directory.Delete(draft, recursive: true);
        Directory.CreateDirectory(draft);
        await make(draft, cancellation);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        Directory.Move(draft, place);
        return place;
    }
}
