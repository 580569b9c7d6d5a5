using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;

namespace Pilevisor.Launch.Images;

/// <summary>The variant images that can be built: the folders of samples/ whose project imports the image build, and each that boots a guest once more in the quality Release. One that is elsewhere is named by its folder, with a / in it.</summary>
/// <param name="layout">Says where samples/ is.</param>
public sealed class VariantCatalog(RepositoryLayout layout)
{
    /// <summary>The variant that is used where none is named.</summary>
    public const string Default = "VirtCluster";

    private const string ImageBuild = "toolchain/Image.targets";
    private const string ReleaseSuffix = "-Release";

    /// <summary>Their names, in order.</summary>
    public IReadOnlyList<string> Names => Directory.Exists(layout.Samples)
        ? Directory.GetDirectories(layout.Samples).Where(IsVariant).Select(d => Path.GetFileName(d)!)
            .SelectMany<string, string>(name => BootsGuest(name) ? [name, name + ReleaseSuffix] : [name]).Order(StringComparer.Ordinal).ToArray()
        : [];

    /// <summary>Whether a name is that of a variant in the quality Release, which checks less than the others while it runs.</summary>
    public static bool IsRelease(string name) => name.EndsWith(ReleaseSuffix, StringComparison.Ordinal);

    /// <summary>A variant's folder, the same for both qualities.</summary>
    public string Folder(string name) => FolderName.IsOne(name) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(Source(name))) : Path.Combine(layout.Samples, Source(name));

    /// <summary>A variant's project file, the same for both qualities.</summary>
    public string Project(string name) => ProjectOf(Folder(name));

    /// <summary>What a variant's image is called.</summary>
    public string Image(string name) => Path.GetFileName(Folder(name)) + (IsRelease(name) ? ReleaseSuffix : "");

    /// <summary>What is wrong with a name, and what would be right; null if nothing is.</summary>
    public string? Problem(string name) => FolderName.IsOne(name) ? FolderProblem(name)
        : Names.Contains(name) ? null : $"unknown variant {name}: there {(Names.Count == 1 ? "is" : "are")} {string.Join(", ", Names)}";

    /// <summary>Why a cluster cannot boot a variant, and which it can; null if it can.</summary>
    public string? ClusterProblem(string name)
    {
        if (Problem(name) is { } unknown) return unknown;
        if (!IsEmulated(name))
            return $"QEMU does not emulate what variant {name} drives: it is for the board itself{(DefaultFor(Board(name)) is { } emulated ? $", and under QEMU {emulated} is for {Board(name)}" : "")}";
        if (BootsGuest(name)) return null;
        string[] others = Names.Where(BootsGuest).ToArray();
        return $"variant {name} is not a cluster image, it boots no guest: there {(others.Length == 1 ? "is" : "are")} {string.Join(", ", others)}";
    }

    /// <summary>Whether a variant is a node of a cluster that boots a guest, as all are whose project does not say <c>&lt;BootsGuest&gt;false&lt;/BootsGuest&gt;</c>.</summary>
    public bool BootsGuest(string name) => Property(name, "BootsGuest") != "false";

    /// <summary>Whether QEMU emulates all that a variant drives, as it does for all whose project does not say <c>&lt;Emulated&gt;false&lt;/Emulated&gt;</c>.</summary>
    public bool IsEmulated(string name) => Property(name, "Emulated") != "false";

    /// <summary>The board that a variant is for, where its project says <c>&lt;Board&gt;virt-gicv2&lt;/Board&gt;</c>; <see cref="QemuBoard.Default"/> if it says nothing, or is not known.</summary>
    public string Board(string name) => Problem(name) is null && Property(name, "Board") is { Length: > 0 } board ? board : QemuBoard.Default;

    /// <summary>The variant that boots on a board where none is named: <see cref="Default"/>, or the first of samples/ that is for the board; null if none is.</summary>
    public string? DefaultFor(string board) => Board(Default) == board ? Default : Names.FirstOrDefault(name => BootsGuest(name) && IsEmulated(name) && !IsRelease(name) && Board(name) == board);

    /// <summary>The CPU models that a variant runs on, where its project says <c>&lt;CpuModels&gt;cortex-a76;max&lt;/CpuModels&gt;</c>; empty if it says nothing, and runs on all, or is not known.</summary>
    public IReadOnlyList<string> CpuModels(string name) =>
        Problem(name) is null ? Property(name, "CpuModels").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];

    /// <summary>What the kernel of a variant's guest is told besides, before what the user adds, where its project says <c>&lt;GuestArguments&gt;nr_cpus=1&lt;/GuestArguments&gt;</c>; empty if it says nothing, or is not known.</summary>
    public string GuestArguments(string name) => Problem(name) is null ? Property(name, "GuestArguments") : string.Empty;

    /// <summary>Throws if there is no such variant.</summary>
    /// <exception cref="LaunchException">With the known ones.</exception>
    public void Require(string name)
    {
        if (Problem(name) is { } problem) throw new LaunchException(ExitStatus.BadInput, problem);
    }

    /// <summary>What a variant is, in a line: its project's description.</summary>
    public string Summary(string name) => Property(name, "Description");

    private static string Source(string name) => IsRelease(name) ? name[..^ReleaseSuffix.Length] : name;

    private string Property(string name, string property)
    {
        try
        {
            return XDocument.Load(Project(name)).Descendants(property).FirstOrDefault()?.Value.Trim() ?? string.Empty;
        }
        catch (XmlException e)
        {
            throw new LaunchException(ExitStatus.BadInput, $"the project {Project(name)} is not well formed: {e.Message}", e);
        }
    }

    private string? FolderProblem(string name) => IsVariant(Folder(name)) ? null : $"{Folder(name)} is no variant: there must be {ProjectOf(Folder(name))}, and it must import {ImageBuild}";

    private static string ProjectOf(string folder) => Path.Combine(folder, Path.GetFileName(folder) + ".csproj");

    private static bool IsVariant(string folder) => File.Exists(ProjectOf(folder)) && File.ReadAllText(ProjectOf(folder)).Contains(ImageBuild, StringComparison.Ordinal);
}
