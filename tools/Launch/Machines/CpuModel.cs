using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Launch.Machines;

/// <summary>A CPU that QEMU models and a hypervisor of ours runs on.</summary>
/// <param name="Name">QEMU's -cpu.</param>
/// <param name="GranulesKiB">The sizes of page that its stage 1 translates (Arm ARM, ID_AA64MMFR0_EL1.TGran4, TGran16, TGran64).</param>
public sealed record CpuModel(string Name, IReadOnlyList<int> GranulesKiB)
{
    /// <summary>The one that is used where none is named.</summary>
    public const string Default = "cortex-a72";

    /// <summary>Those that are known.</summary>
    public static IReadOnlyList<CpuModel> All { get; } =
    [
        new("cortex-a53", [4, 64]),
        new("cortex-a57", [4, 64]),
        new("cortex-a72", [4, 64]),
        new("cortex-a76", [4, 16, 64]),
        new("neoverse-n1", [4, 16, 64]),
        new("max", [4, 16, 64]),
    ];

    /// <summary>The model that a value of -cpu names, which may go on with properties, as in max,pauth=off; null if it is not known.</summary>
    public static CpuModel? Find(string cpu) => All.FirstOrDefault(model => model.Name == cpu.Split(',')[0]);

    /// <summary>The names of those that have pages of <paramref name="pageKiB"/>.</summary>
    public static string NamesWith(int pageKiB) => string.Join(", ", All.Where(model => model.GranulesKiB.Contains(pageKiB)).Select(model => model.Name));

    /// <summary>All names.</summary>
    public static string Names => string.Join(", ", All.Select(model => model.Name));
}
