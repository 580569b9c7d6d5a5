using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace Pilevisor.Toolchain.Tests;

/// <summary>Composition costs nothing where the guest waits: the code of every sample, as it was compiled.</summary>
public sealed partial class ZeroCostTests
{
    private static readonly string s_root = typeof(ZeroCostTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "RepositoryRoot").Value!;

    /// <summary>Where the vectors enter C#.</summary>
    private static readonly string[] s_traps = ["kernel_trap", "kernel_fast_trap"];

    /// <summary>What allocates at boot besides constructors, which run where their object is allocated: one function a line, looked at by a person.</summary>
    private static readonly HashSet<string> s_allocatesAtBoot =
        [.. File.ReadLines(Path.Combine(s_root, "tests/Toolchain.Tests/boot-allocations.txt")).Where(line => line.Length > 0 && line[0] != '#')];

    public static TheoryData<string> Samples => [.. Images().Select(elf => Path.GetFileNameWithoutExtension(elf)!)];

    [Fact]
    public void Every_sample_is_looked_at()
    {
        Assert.Contains("VirtCluster", Images().Select(Path.GetFileNameWithoutExtension));
        Assert.All(Images(), elf => Assert.True(File.Exists(elf), $"{elf} was not built"));
    }

    [Theory, MemberData(nameof(Samples))]
    public void No_call_is_looked_up_and_no_static_constructor_is_asked_for(string sample) =>
        Assert.Empty(Of(sample).Callers(target => target.Contains("InterfaceDispatch") || target.Contains("ClassConstructor") || target.Contains("GetThreadStatic")));

    [Theory, MemberData(nameof(Samples))]
    public void Only_boot_allocates(string sample)
    {
        DisassembledImage image = Of(sample);
        string[] allocating = [.. image.Callers(Allocates).Where(function => !Allocates(function) && !function.EndsWith("___ctor", StringComparison.Ordinal)).Select(Short)];
        Assert.Contains(allocating, s_allocatesAtBoot.Contains);
        Assert.Equal("", string.Join(", ", allocating.Except(s_allocatesAtBoot).Order(StringComparer.Ordinal)));
    }

    [Theory, MemberData(nameof(Samples))]
    public void No_trap_reaches_what_allocates(string sample)
    {
        DisassembledImage image = Of(sample);
        foreach (string trap in s_traps)
        {
            Assert.Contains(trap, image.Functions);
            // A panic ends the node; what it allocates is its text's exception, from the arena's reserve.
            Assert.DoesNotContain(image.Reachable(trap, IsPanic), Allocates);
        }
    }

    [Fact]
    public void A_trap_that_allocates_is_found()
    {
        using VariantBuild variant = new();
        (int status, string output) = variant.Build("internal static class Variant { public static object? Last; public static void Run() { } public static void Fast() => Last = new object(); }");
        Assert.True(status == 0, output);
        Assert.Contains(DisassembledImage.Read(variant.Elf).Reachable("kernel_fast_trap", IsPanic), Allocates);
    }

    /// <summary>What other samples chose in its place would be code that nobody calls.</summary>
    [Theory, MemberData(nameof(Samples))]
    public void What_a_sample_did_not_choose_is_not_in_it(string sample)
    {
        string[] chosen = [.. Choices(sample)];
        string[] others = [.. Images().SelectMany(elf => Choices(Path.GetFileNameWithoutExtension(elf)!)).Distinct().Except(chosen)];
        string[] symbols = DisassembledImage.Symbols(ElfOf(sample));
        Assert.NotEmpty(others);
        Assert.All(chosen, name => Assert.Contains(symbols, symbol => IsMethodTable(symbol, name)));
        Assert.All(others, name => Assert.DoesNotContain(symbols, symbol => IsMethodTable(symbol, name) || symbol.Contains($"_{name}__", StringComparison.Ordinal)));
    }

    private static bool IsMethodTable(string symbol, string type) => symbol.StartsWith("_ZTV", StringComparison.Ordinal) && symbol.EndsWith("_" + type, StringComparison.Ordinal);

    /// <summary>The classes that a sample's image names itself, and not by a module: [Singleton&lt;Service, Class&gt;].</summary>
    private static IEnumerable<string> Choices(string sample) =>
        Sources(Path.Combine(s_root, "samples", sample)).Where(IsImage).SelectMany(source => Choice().Matches(source)).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> Sources(string folder) => Directory.GetFiles(folder, "*.cs").Select(File.ReadAllText);

    private static bool IsImage(string source) => source.Contains("\n[Image]\n", StringComparison.Ordinal);

    private static bool IsPanic(string function) => function.Contains("Pilevisor_Kernel_Panic__Fail", StringComparison.Ordinal);

    private static bool Allocates(string function) => function.StartsWith("RhpNew", StringComparison.Ordinal) || function.StartsWith("RhNew", StringComparison.Ordinal);

    /// <summary>Without the assembly and the number that tells overloads apart, and the image by no name of its own.</summary>
    private static string Short(string function)
    {
        int type = function.IndexOf("_Pilevisor_", StringComparison.Ordinal);
        string name = type < 0 ? function : function[(type + "_Pilevisor_".Length)..];
        if (name.StartsWith("Samples_", StringComparison.Ordinal)) return "Samples" + name[name.IndexOf("__", StringComparison.Ordinal)..];
        int overload = name.LastIndexOf('_');
        return overload > 0 && name[(overload + 1)..].All(char.IsAsciiDigit) ? name[..overload] : name;
    }

    private static DisassembledImage Of(string sample) => DisassembledImage.Read(ElfOf(sample));

    private static string ElfOf(string sample) => Images().Single(elf => Path.GetFileNameWithoutExtension(elf) == sample);

    /// <summary>The ELF files of the samples that have a wiring, as the solution's build left them.</summary>
    private static IEnumerable<string> Images() =>
        from folder in Directory.GetDirectories(Path.Combine(s_root, "samples"))
        let name = Path.GetFileName(folder)
        where Sources(folder).Any(IsImage)
        select Path.Combine(folder, "bin", "Release", "net10.0", "image", name + ".elf");

    [GeneratedRegex(@"\[Singleton<\w+, (\w+)>")]
    private static partial Regex Choice();
}
