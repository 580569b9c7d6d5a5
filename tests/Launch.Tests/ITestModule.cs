using Pilevisor.Coherence;
using Pilevisor.Composition;

namespace Pilevisor.Launch.Tests;

/// <summary>A module with a protocol and a geometry.</summary>
[Module]
[Singleton<ICoherenceProtocol, OwnerDirectory>]
[Singleton<IPageGeometry, Units16K>]
internal interface ITestModule;
