using System.IO;
using System.Linq;
using Pilevisor.Lab.Mistakes;
using Pilevisor.Lab.Model;
using Pilevisor.Lab.Protocols;
using Xunit;

namespace Pilevisor.Lab.Tests;

/// <summary>A protocol that does not ship is found by its folder, and checked like those that do.</summary>
public sealed class ProtocolFolderTests
{
    private static readonly string _folder = Path.Combine(Shipped.Root, "samples/YourProtocol");

    public static TheoryData<string> Mistakes => [.. MistakeFile.Read(Shipped.Root, _folder).Select(mistake => mistake.Name)];

    [Theory]
    [InlineData(3, ModelFaults.None)]
    [InlineData(4, ModelFaults.None)]
    [InlineData(2, ModelFaults.Loss | ModelFaults.Duplicate | ModelFaults.Reorder)]
    public void The_protocol_to_begin_with_is_right(int nodes, ModelFaults faults) => Assert.Null(Shipped.FindViolation(Shipped.Subject(_folder), new ModelShape(nodes, Faults: faults, Devices: faults == ModelFaults.None)));

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_planted_into_it_is_found(string mistake) => Assert.NotNull(Shipped.FindViolation(Shipped.Subject(_folder, mistake), new ModelShape(3, Devices: true)));

    [Theory]
    [InlineData("nowhere", "", "no folder")]
    [InlineData("", "class Empty;", "0 classes")]
    [InlineData("", "class Broken : Missing;", "does not compile")]
    public void What_is_no_protocol_is_refused(string folder, string source, string says)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("lab-test-");
        File.WriteAllText(Path.Combine(directory.FullName, "Source.cs"), source);
        try
        {
            Assert.Contains(says, Assert.Throws<LabException>(() => ProtocolCatalog.Named($"{directory.FullName}/{folder}")).Message);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void One_that_has_the_name_of_one_that_ships_is_refused() =>
        Assert.Contains("give yours another", Assert.Throws<LabException>(() => ProtocolCatalog.Named(Path.Combine(Shipped.Root, "src/Coherence/SingleCopy"))).Message);
}
