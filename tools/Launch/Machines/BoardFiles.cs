using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Guests;

namespace Pilevisor.Launch.Machines;

/// <summary>Finds what a board takes of the host: a QEMU that has it, and its device tree where QEMU makes none.</summary>
/// <param name="programs">Finds the one.</param>
/// <param name="trees">Finds the other.</param>
public sealed class BoardFiles(QemuPrograms programs, BoardTrees trees)
{
    /// <summary>What a board takes, downloaded if it is not here yet.</summary>
    /// <exception cref="LaunchException">If it cannot be had.</exception>
    public async Task<Found> GetAsync(QemuBoard board, CancellationToken cancellation)
    {
        (string program, int major) = await programs.GetAsync(board.LeastQemu, cancellation);
        return new(program, major, board.DeviceTree is { } tree ? await trees.GetAsync(tree, cancellation) : null);
    }

    /// <summary>What was found.</summary>
    /// <param name="Program">QEMU.</param>
    /// <param name="Major">The first of its version's numbers.</param>
    /// <param name="DeviceTree">The tree's file; null if QEMU makes one.</param>
    public sealed record Found(string Program, int Major, string? DeviceTree)
    {
        /// <summary>A machine of that board, with it.</summary>
        public QemuMachine Equip(QemuMachine machine) => machine with { Program = Program, DeviceTree = DeviceTree };
    }
}
