using Pilevisor.Coherence;
using Pilevisor.Composition;
using Pilevisor.Interconnect;

namespace Pilevisor.Launch.Tests;

/// <summary>A module with a protocol, a geometry and sealed frames.</summary>
[Module]
[Singleton<ICoherenceProtocol, OwnerDirectory>]
[Singleton<IPageGeometry, Units16K>]
[Singleton<IFrameSecurity, EncryptedFrames>]
internal interface ITestModule;
