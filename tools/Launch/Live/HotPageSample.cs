using System.Collections.Generic;

namespace Pilevisor.Launch.Live;

/// <summary>A page that is waited for just now.</summary>
/// <param name="Page">Its number: its guest-physical address over the bytes of a page.</param>
/// <param name="WaitsPerSecond">How often its nodes' CPUs wait for it, all together.</param>
/// <param name="Waiters">Who does, most often first: two that do fight over it.</param>
public sealed record HotPageSample(uint Page, double WaitsPerSecond, IReadOnlyList<PageWaiter> Waiters);
