using Pilevisor.Composition;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>A node as images wire it, over a fake machine, whose guest has a GICv3.</summary>
[Image]
[Import<IDefaultGuest>]
[Import<IFuzzedMachine>]
internal sealed partial class FuzzedGicV3 : IFuzzedImage;
