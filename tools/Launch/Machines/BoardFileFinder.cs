using System.Threading;
using System.Threading.Tasks;

namespace Pilevisor.Launch.Machines;

/// <summary>Finds what a board takes of the host.</summary>
/// <param name="programs">Finds QEMU.</param>
/// <param name="trees">Finds its device tree.</param>
public sealed class BoardFileFinder(QemuPrograms programs, BoardTrees trees)
{
    /// <summary>What a board takes, downloaded if it is not here yet.</summary>
    /// <exception cref="LaunchException">If it cannot be had.</exception>
    public async Task<BoardFiles> GetAsync(QemuBoard board, CancellationToken cancellation)
    {
        (string program, int major) = await programs.GetAsync(board.LeastQemu, cancellation);
        return new(program, major, board.DeviceTree is { } tree ? await trees.GetAsync(tree, cancellation) : null);
    }
}
