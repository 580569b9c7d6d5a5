using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Packages;

namespace Pilevisor.Cli.Commands;

/// <summary>bench size: what of an image's bytes belongs to which component.</summary>
internal sealed class BenchSizeCommand : Command
{
    private readonly Option<string> _variant = BenchOptions.Variant();
    private readonly Option<bool> _json = BenchOptions.Json();
    private readonly VariantCatalog _catalog;
    private readonly ImageBuilder _builder;
    private readonly PackageInstaller _packages;

    public BenchSizeCommand(VariantCatalog catalog, ImageBuilder builder, PackageInstaller packages)
        : base("size", "List an image's bytes by component")
    {
        (_catalog, _builder, _packages) = (catalog, builder, packages);
        foreach (Option option in (Option[])[_variant, _json]) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        string variant = request.GetValue(_variant)!;
        _catalog.Require(variant);
        await _packages.EnsureAsync(HostPackages.ForImages, cancellation);
        VariantImage image = await _builder.BuildAsync(variant, cancellation);
        IReadOnlyList<ComponentSize> sizes = await ImageSizes.ReadAsync(image.Elf, cancellation);
        long bytes = new FileInfo(image.Binary).Length;
        if (request.GetValue(_json)) Json.Print(new { variant, bytes, components = sizes });
        else SizeTable.Print(sizes, bytes);
        return ExitStatus.Success;
    }
}
