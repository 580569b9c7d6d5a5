using System.IO;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Layout;
using Xunit;

namespace Pilevisor.Launch.Tests;

/// <summary>A variant that is not in samples/ is named by its folder.</summary>
public sealed class VariantFolderTests : System.IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly VariantCatalog _catalog = new(RepositoryLayout.Find());

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("Mine", "Mine")]
    [InlineData("Mine/", "Mine")]
    [InlineData("Mine-Release", "Mine-Release")]
    public void It_has_a_project_and_an_image_of_its_folders_name(string name, string image)
    {
        _directory.File("Mine/Mine.csproj", """<Project><PropertyGroup><CpuModels>max</CpuModels></PropertyGroup><Import Project="$(RepositoryRoot)toolchain/Image.targets" /></Project>""");
        string variant = $"{_directory.Path}/{name}";
        Assert.Null(_catalog.ClusterProblem(variant));
        Assert.Equal(Path.Combine(_directory.Path, "Mine", "Mine.csproj"), _catalog.Project(variant));
        Assert.Equal(image, _catalog.Image(variant));
        Assert.Equal(["max"], _catalog.CpuModels(variant));
    }

    [Fact]
    public void A_folder_without_an_image_is_refused_by_what_it_lacks()
    {
        _directory.File("Mine/Mine.csproj", "<Project />");
        Assert.Contains("it must import toolchain/Image.targets", _catalog.Problem($"{_directory.Path}/Mine"));
    }
}
