using Pilevisor.Coherence;
using Pilevisor.Composition;

namespace Pilevisor.Launch.Tests;

/// <summary>A module with a protocol.</summary>
[Module]
[Singleton<ICoherenceProtocol, OwnerDirectory>]
internal interface ITestModule;
