using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Packages;

namespace Pilevisor.Cli.Commands;

/// <summary>build: makes a variant's image.</summary>
internal sealed class BuildCommand : Command
{
    private readonly Argument<string> _variant = new("VARIANT") { Description = "Which", DefaultValueFactory = _ => VariantCatalog.Default };
    private readonly Option<string?> _output = new("-o") { Description = "Where the files go [default: where they are built]", HelpName = "DIR" };
    private readonly Option<bool> _json = new("--json") { Description = "Print one line of JSON instead of text" };
    private readonly VariantCatalog _catalog;
    private readonly ImageBuilder _builder;
    private readonly PackageInstaller _packages;

    public BuildCommand(VariantCatalog catalog, ImageBuilder builder, PackageInstaller packages)
        : base("build", "Build a variant: image, map, symbols, and a text that says what is in it")
    {
        (_catalog, _builder, _packages) = (catalog, builder, packages);
        Add(_variant);
        Add(_output);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        string variant = request.GetValue(_variant)!;
        _catalog.Require(variant);
        if (request.GetValue(_output) is { } output && OutputPath.DirectoryProblem(output, "the directory for the image,") is { } problem) throw new LaunchException(ExitStatus.BadInput, problem);
        await _packages.EnsureAsync(HostPackages.ForImages, cancellation);
        VariantImage image = await _builder.BuildAsync(variant, cancellation);
        string folder = Path.GetDirectoryName(image.Binary)!;
        if (request.GetValue(_output) is { } wanted) folder = CopyTo(folder, wanted, variant);
        string description = File.ReadAllText(image.Manifest);
        long bytes = new FileInfo(image.Binary).Length;
        IReadOnlyList<ComponentSize> components = await ImageSizes.ReadAsync(image.Elf, cancellation);
        if (request.GetValue(_json))
        {
            Json.Print(new { variant, folder, bytes, components, description });
            return 0;
        }
        Console.Out.WriteLine(description.TrimEnd());
        SizeTable.Print(components, bytes);
        Console.Out.WriteLine(folder);
        return 0;
    }

    private static string CopyTo(string folder, string destination, string variant)
    {
        foreach (string file in Directory.EnumerateFiles(folder, variant + ".*")) OutputPath.CopyFile(file, destination, "the image in");
        return Path.GetFullPath(destination);
    }
}
