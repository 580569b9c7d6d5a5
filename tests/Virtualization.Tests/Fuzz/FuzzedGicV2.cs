using Pilevisor.Composition;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>The same, whose guest has a GICv2.</summary>
[Image]
[Import<IGicV2Guest>]
[Import<IFuzzedMachine>]
internal sealed partial class FuzzedGicV2 : IFuzzedImage;
