using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Composition.Tests;

public sealed class UsageTests
{
    [Fact]
    public void A_project_that_imports_the_props_gets_its_wiring_from_the_compiler()
    {
        UsageImage image = new();
        image.UsageEntry.Run();
        Assert.Equal(1, ((FakeProcessor)image.Processor).Sleeps);
        Assert.Single(((RecordingLog)image.Log).Lines);
    }
}
