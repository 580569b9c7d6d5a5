using Pilevisor.Composition;

namespace Pilevisor.Launch.Tests;

/// <summary>What an image says of itself, for those who read it; nobody wires it.</summary>
[Image]
[Import<ITestModule>]
internal sealed class TestImage;
