using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Pilevisor.Toolchain.Tests;

/// <summary>
/// Whatever of the framework a layer refers to, also in code that no image reaches yet, is in Pilevisor.CoreLib with the same signature. ILC would refuse an
/// image with the same finding (PV2002), but only once the code is reachable.
/// </summary>
public class CoreLibCoverageTests
{
    [Theory]
    [InlineData("Kernel")]
    [InlineData("Drivers")]
    [InlineData("Interconnect")]
    [InlineData("Coherence")]
    [InlineData("Virtualization")]
    public void Layer_uses_only_what_the_core_library_has(string layer)
    {
        FrameworkReferences references = new(Path.Combine(AppContext.BaseDirectory, $"Pilevisor.{layer}.dll"));
        string[] missing = [.. references.Members.Except(CoreLibMembers.Read().All).Order(StringComparer.Ordinal)];
        Assert.True(missing.Length == 0, $"Pilevisor.CoreLib lacks what Pilevisor.{layer} uses:\n  {string.Join("\n  ", missing)}");
    }

    [Theory]
    [InlineData("Kernel")]
    [InlineData("Drivers")]
    [InlineData("Interconnect")]
    [InlineData("Coherence")]
    [InlineData("Virtualization")]
    public void Layer_refers_only_to_assemblies_that_have_a_facade(string layer)
    {
        FrameworkReferences references = new(Path.Combine(AppContext.BaseDirectory, $"Pilevisor.{layer}.dll"));
        string[] facades = [.. Directory.GetFiles(CoreLibMembers.FrameworkDirectory).Select(file => Path.GetFileNameWithoutExtension(file))];
        Assert.Empty(references.Assemblies.Except(facades));
    }

    [Fact]
    public void What_the_core_library_lacks_is_found()
    {
        // This assembly uses plenty that no image has.
        FrameworkReferences references = new(typeof(CoreLibCoverageTests).Assembly.Location);
        Assert.Contains(references.Members.Except(CoreLibMembers.Read().All), member => member.StartsWith("System.IO.Path::Combine(", StringComparison.Ordinal));
    }
}
