using Pilevisor.Kernel;

namespace Pilevisor.Composition.Tests;

/// <summary>An image of this project, wired by the compiler through toolchain/Composition.props as a sample's is.</summary>
[Image]
[Singleton<IProcessor, Fakes.FakeProcessor>]
[Singleton<ILog, Fakes.RecordingLog>]
[Singleton<UsageEntry>]
internal sealed partial class UsageImage;
