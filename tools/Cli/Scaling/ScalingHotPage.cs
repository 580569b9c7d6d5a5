using System.Collections.Generic;

namespace Pilevisor.Cli.Scaling;

/// <summary>A page that an application waited for.</summary>
/// <param name="Page">Its number.</param>
/// <param name="Pattern">How it is shared.</param>
/// <param name="Waits">How often.</param>
/// <param name="Share">Its part of all waiting, 0 to 1.</param>
/// <param name="Functions">Who waited, those that waited longest first.</param>
internal sealed record ScalingHotPage(uint Page, string Pattern, long Waits, double Share, IReadOnlyList<string> Functions);
