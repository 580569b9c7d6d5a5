using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Layout;

namespace Pilevisor.Launch.Machines;

/// <summary>Boards' device trees, as Debian's kernel package for all arm64 machines has them.</summary>
/// <param name="archive">Where they come from.</param>
/// <param name="cache">Where they are kept.</param>
public sealed class BoardTrees(DebianArchive archive, GuestCache cache)
{
    private const string Package = "linux-image-arm64";

    /// <summary>A board's tree, downloaded if it is not here yet.</summary>
    /// <param name="tree">The vendor's folder and the file, as in Linux' sources: broadcom/bcm2711-rpi-4-b.dtb.</param>
    /// <param name="cancellation">Stops a download.</param>
    /// <returns>The path of a flattened device tree.</returns>
    /// <exception cref="LaunchException">If it cannot be had.</exception>
    public async Task<string> GetAsync(string tree, CancellationToken cancellation)
    {
        string file = Path.GetFileName(tree);
        string place = await cache.GetAsync($"boards/{Path.GetFileNameWithoutExtension(tree)}", async (draft, stop) =>
        {
            string deb = await archive.DownloadAsync(Package, stop);
            await DebianArchive.ExtractAsync(deb, $"*/{tree}", Path.Combine(draft, file), stop);
            File.Delete(deb);
        }, cancellation);
        return Path.Combine(place, file);
    }
}
