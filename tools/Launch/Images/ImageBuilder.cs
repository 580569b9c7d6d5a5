using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Processes;
using Pilevisor.Launch.Progress;

namespace Pilevisor.Launch.Images;

/// <summary>Builds variant images, when something they are made of has changed.</summary>
/// <param name="layout">Says where the sources are.</param>
/// <param name="catalog">Knows the variants.</param>
/// <param name="activities">Told what is built.</param>
public sealed class ImageBuilder(RepositoryLayout layout, VariantCatalog catalog, IActivities activities)
{
    private const string CheckedAssemblies = "bin/Release/net10.0";
    private const string ReleaseAssemblies = "bin/Release/Release/net10.0";
    private const string Output = "image";

    /// <summary>The variant's image, built if it is not up to date.</summary>
    /// <exception cref="LaunchException">If there is no such variant, or it does not build.</exception>
    public async Task<VariantImage> BuildAsync(string variant, CancellationToken cancellation)
    {
        catalog.Require(variant);
        using FileLock held = await FileLock.AcquireAsync(Path.Combine(layout.Cache, "build.lock"), cancellation, () => activities.Note("waiting: another pilevisor builds an image in this working copy"));
        VariantImage image = Image(variant);
        if (IsCurrent(image)) return image;
        using IActivity activity = activities.Begin($"building image {variant}");
        string[] arguments = ["build", catalog.Project(variant), "-c", "Release", $"-p:Quality={(VariantCatalog.IsRelease(variant) ? "Release" : "Checked")}", "-v", "minimal", "--nologo", "-tl:off"];
        await new HostCommand("dotnet", arguments) { Directory = layout.Root, OnLine = line => activity.Report(line.Trim()) }.RunCheckedAsync(cancellation);
        foreach (string file in (string[])[image.Binary, image.Elf])
        {
            if (!File.Exists(file)) throw new LaunchException(ExitStatus.Unavailable, $"the build of {variant} made no {file}");
        }

        // What the build found up to date keeps its old time; from now on it counts as current.
        File.SetLastWriteTimeUtc(image.Binary, DateTime.UtcNow);
        activity.Succeed();
        return image;
    }

    private VariantImage Image(string variant)
    {
        string assemblies = Path.Combine(catalog.Folder(variant), VariantCatalog.IsRelease(variant) ? ReleaseAssemblies : CheckedAssemblies);
        string stem = Path.Combine(assemblies, Output, catalog.Image(variant));
        return new VariantImage(variant, stem + ".bin", stem + ".elf", stem + ".txt", assemblies);
    }

    private bool IsCurrent(VariantImage image)
    {
        if (!File.Exists(image.Binary) || !File.Exists(image.Elf)) return false;
        DateTime built = File.GetLastWriteTimeUtc(image.Binary);
        return Inputs(image.Variant).All(file => File.GetLastWriteTimeUtc(file) <= built);
    }

    private IEnumerable<string> Inputs(string variant)
    {
        string[] trees = [Path.Combine(layout.Root, "src"), Path.Combine(layout.Root, "toolchain"), catalog.Folder(variant)];
        return trees.Where(Directory.Exists).SelectMany(Sources).Concat(Directory.EnumerateFiles(layout.Root, "Directory.*")).Append(Path.Combine(layout.Root, "global.json"));
    }

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(folder).Append(folder)
        .Concat(Directory.EnumerateDirectories(folder).Where(d => Path.GetFileName(d) is not ("bin" or "obj")).SelectMany(Sources));
}
