using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>Tests that boot machines share two cores: they run one after another.</summary>
[CollectionDefinition(Machines.Collection, DisableParallelization = true)]
public sealed class MachineCollection : ICollectionFixture<Machines>
{
}
