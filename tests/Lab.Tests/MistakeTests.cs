using System.Collections.Generic;
using System.Linq;
using Pilevisor.Lab.Checking;
using Pilevisor.Lab.Mistakes;
using Pilevisor.Lab.Model;
using Pilevisor.Lab.Protocols;
using Xunit;

namespace Pilevisor.Lab.Tests;

/// <summary>The checker can fail: every known mistake is found.</summary>
public sealed class MistakeTests(ITestOutputHelper output)
{
    private const string Unordered = "DynamicOwner";
    private const string Overtaking = "overtaking-accepted";

    public static TheoryData<string, string> All =>
        new(from protocol in ProtocolCatalog.All from mistake in Shipped.Mistakes.Of(protocol) where !NeedsNoOrder(protocol.Name, mistake.Name) select (protocol.Name, mistake.Name));

    [Theory]
    [MemberData(nameof(All))]
    public void A_planted_mistake_is_found(string protocol, string mistake)
    {
        ModelSubject subject = Shipped.Subject(protocol, mistake);
        Exploration? found = Clusters().Select(shape => Shipped.FindViolation(subject, shape)).FirstOrDefault(exploration => exploration is not null);
        Assert.True(found is not null, "nothing was found");
        output.WriteLine($"{found.Shape}: {found.Violation!.Message} ({found.Violation.Steps.Count} steps)");
    }

    /// <summary>That frames overtake each other does it no harm, so that this mistake cannot be found under it.</summary>
    [Fact]
    public void The_dynamic_owner_needs_no_order_between_messages()
    {
        ModelSubject subject = Shipped.Subject(Unordered, Overtaking);
        Assert.Null(Shipped.FindViolation(subject, new ModelShape(3, Faults: ModelFaults.Reorder)));
    }

    [Fact]
    public void Every_protocol_has_ten_known_mistakes_that_of_the_original_system_among_them()
    {
        Assert.All(ProtocolCatalog.All, protocol => Assert.True(Shipped.Mistakes.Of(protocol).Count >= 10));
        Assert.All(ProtocolCatalog.All, protocol => Assert.Contains(Shipped.Mistakes.Of(protocol), mistake => mistake.Name == "write-before-acknowledgements"));
    }

    [Fact]
    public void A_mistake_that_no_longer_fits_the_source_is_an_error()
    {
        Mistake stale = new("stale", "Was there once.", "src/Coherence/OwnerDirectory", [new SourceEdit("OwnerDirectory.cs", "this text is not there", "")]);
        LabException error = Assert.Throws<LabException>(() => Shipped.Mistakes.Plant(Shipped.Protocol("OwnerDirectory"), stale));
        Assert.Contains("0 times", error.Message);
    }

    [Theory]
    [InlineData("name", "changes nothing")]
    [InlineData("name\n    Wrong.\n    File.cs\n    + new", "a line with - comes before")]
    [InlineData("name\n    Wrong.\n    - old", "the file's name comes first")]
    [InlineData("    Wrong.", "begins with its name")]
    [InlineData("name\n    Wrong.\n    no file", "neither")]
    public void A_bad_file_of_mistakes_is_refused(string text, string says) =>
        Assert.Contains(says, Assert.Throws<LabException>(() => MistakeFile.Parse(text.Split('\n'), "src", "mistakes.txt")).Message);

    [Fact]
    public void An_unknown_mistake_is_refused_with_those_there_are()
    {
        LabException refusal = Assert.Throws<LabException>(() => Shipped.Mistakes.Find(Shipped.Protocol("OwnerDirectory"), "nonsense"));
        Assert.Contains("starving-reader", refusal.Message);
    }

    private static bool NeedsNoOrder(string protocol, string mistake) => protocol == Unordered && mistake == Overtaking;

    private static IEnumerable<ModelShape> Clusters() =>
    [
        new(2, Devices: true),
        new(2, Evictions: false, Faults: ModelFaults.Duplicate | ModelFaults.Reorder),
        new(3, Evictions: false),
        new(3),
        new(2, CpusPerNode: 2),
        new(2, Pages: 2, OneHome: true),
        new(2, Pages: 2, CpusPerNode: 2, Evictions: false, OneHome: true),
        new(3, Leaves: true),
    ];
}
